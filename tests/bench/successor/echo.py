"""The successor SDK's echo, as its samples write it, without a token; in its own environment."""

import asyncio

from aiohttp import web
from microsoft_agents.hosting.aiohttp import (
    CloudAdapter,
    jwt_authorization_middleware,
    start_agent_process,
)
from microsoft_agents.hosting.core import (
    AgentApplication,
    AgentAuthConfiguration,
    AnonymousTokenProvider,
    MemoryStorage,
    TurnContext,
    TurnState,
)


class NoConnections:
    """Nobody asks for a token here."""

    def get_token_provider(self, *_):
        return AnonymousTokenProvider()

    get_connection = get_default_connection = get_token_provider

    def get_default_connection_configuration(self):
        return AgentAuthConfiguration(anonymous_allowed=True)


connections = NoConnections()
adapter = CloudAdapter(connection_manager=connections)
agent = AgentApplication[TurnState](
    storage=MemoryStorage(), adapter=adapter, connection_manager=connections
)


@agent.activity("message")
async def echo(context: TurnContext, _state: TurnState):
    await context.send_activity(f"Echo: {context.activity.text}")


async def messages(request):
    return await start_agent_process(request, agent, adapter)


async def main():
    app = web.Application(middlewares=[jwt_authorization_middleware])
    app["agent_configuration"] = connections.get_default_connection_configuration()
    app.router.add_post("/api/messages", messages)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"ready http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
