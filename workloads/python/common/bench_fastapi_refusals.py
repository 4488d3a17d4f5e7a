"""What FastAPI refuses itself, in the contract's words."""

from bench_fastapi import misfit_of
from bench_starlette import refused, respond
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException


async def _unfit(request, error):
    return respond(misfit_of(error.errors()))


REFUSALS = {HTTPException: refused, RequestValidationError: _unfit}
