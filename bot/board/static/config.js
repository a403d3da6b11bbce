// What Teams shows when somebody adds the tab: there is nothing to choose.
"use strict";

(async () => {
  const teams = window.microsoftTeams;
  if (window.parent === window || !teams) return;
  await teams.app.initialize();
  teams.pages.config.registerOnSaveHandler(async (save) => {
    await teams.pages.config.setConfig({
      entityId: "board",
      contentUrl: `${location.origin}/board/`,
      websiteUrl: `${location.origin}/board/`,
      suggestedDisplayName: document.body.dataset.tab,
    });
    save.notifySuccess();
  });
  teams.pages.config.setValidityState(true);
  teams.app.notifySuccess();
})();
