// What Teams shows when somebody adds the tab: there is nothing to choose.
"use strict";

(async () => {
  if (!teams.there) return;
  await teams.initialize();
  teams.onSave({
    entityId: "board",
    contentUrl: `${location.origin}/board/`,
    websiteUrl: `${location.origin}/board/`,
    suggestedDisplayName: document.body.dataset.tab,
  });
  teams.ready();
})();
