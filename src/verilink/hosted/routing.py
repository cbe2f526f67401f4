"""Addresses of the hosted flow."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from verilink.hosted import (
    attachments,
    calls,
    frames,
    handing,
    hosts,
    looks,
    new_links,
    photos,
    piecewise,
    starting,
    uploads,
)
from verilink.hosted.assets import serve_asset
from verilink.hosted.themes import serve_file, serve_theme
from verilink.hosted.visits import guarded


def routes() -> list[BaseRoute]:
    """Everything people's browsers ask for while they verify."""
    return [
        Route("/verify", starting.shell),
        Route("/v/{code}", starting.short_link),
        Route("/flow/static/{version}/{name}", serve_asset),
        Route("/flow/theme/{organization}/{theme}.css", serve_theme),
        Route("/flow/theme/{organization}/files/{file}", serve_file),
        Route("/hosts/ask", hosts.ask),
        Route("/flow/start", guarded(starting.start), methods=["POST"]),
        Route("/flow/proof", guarded(starting.prove), methods=["POST"]),
        Route("/flow/screen", guarded(calls.screen)),
        Route("/flow/answer", guarded(calls.answer), methods=["POST"]),
        Route("/flow/draft", guarded(calls.draft), methods=["POST"]),
        Route("/flow/back", guarded(calls.back), methods=["POST"]),
        Route("/flow/captured", guarded(calls.captured), methods=["POST"]),
        Route("/flow/progress", guarded(calls.follow)),
        Route("/flow/language", guarded(calls.language), methods=["POST"]),
        Route("/flow/simulate", guarded(calls.simulate), methods=["POST"]),
        Route("/flow/handoff", guarded(handing.offer), methods=["POST"]),
        Route("/flow/handoff/send", guarded(handing.send), methods=["POST"]),
        Route("/flow/turn", guarded(handing.turn), methods=["POST"]),
        Route("/flow/new-link", guarded(new_links.ask), methods=["POST"]),
        Route("/flow/extend", guarded(calls.extend), methods=["POST"]),
        Route("/flow/exit", guarded(calls.leave), methods=["POST"]),
        Route("/flow/photo/{file}", guarded(photos.serve_photo)),
        Route("/flow/looks/{page}", guarded(looks.look), methods=["POST"]),
        Route("/flow/uploads/{page}", guarded(uploads.put), methods=["PUT"]),
        Route("/flow/uploads/{page}/frames/{file}", guarded(frames.put), methods=["PUT"]),
        Route("/flow/files/{field}", guarded(attachments.put), methods=["PUT"]),
        Route("/flow/uploads/{page}", guarded(piecewise.append), methods=["PATCH"]),
        Route("/flow/uploads/{page}", guarded(piecewise.reached), methods=["HEAD"]),
        Route("/flow/uploads/{page}", guarded(photos.discard_photo), methods=["DELETE"]),
    ]
