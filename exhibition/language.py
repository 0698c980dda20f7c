"""The reader's language: ?lang, then the cookie, for a script Accept-Language; else Indonesian."""

from flask import current_app, has_request_context, request

from exhibition.config import LANGUAGES

COOKIE = "lang"


def reader_language() -> str:
    """`id` or `en`."""
    if not has_request_context():
        return "id"
    for wish in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if wish in LANGUAGES:
            return wish
    usual: str = current_app.config.get("LANGUAGE", "id")
    if not request.path.startswith("/api/"):
        return usual  # a page is Indonesian until somebody taps the other language
    others = [language for language in LANGUAGES if language != usual]
    return request.accept_languages.best_match([usual, *others], usual) or usual
