"""Which of the two languages the reader wants: ?lang, the cookie, the browser, else Indonesian."""

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
    default: str = current_app.config.get("LANGUAGE", "id")
    others = [language for language in LANGUAGES if language != default]
    return request.accept_languages.best_match([default, *others], default) or default
