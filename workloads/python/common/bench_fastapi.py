"""POST /echo as FastAPI does it: the order as a pydantic model, and what strictness FastAPI leaves to others."""

from typing import Annotated

from bench_echo import MAX_CENTS, MAX_ECHO, MAX_ID, MAX_NAME, MAX_TAG, MAX_TAGS, misfit, parse_json, pointer
from bench_endpoints import BAD_REQUEST, TOO_LARGE
from fastapi import HTTPException, Request
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field


class Order(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    id: Annotated[int, Field(ge=0, le=MAX_ID)]
    name: Annotated[str, Field(min_length=1, max_length=MAX_NAME)]
    tags: Annotated[list[Annotated[str, Field(max_length=MAX_TAG)]], Field(max_length=MAX_TAGS)]
    cents: Annotated[int, Field(ge=0, le=MAX_CENTS)]


def misfit_of(errors):
    """The answer to a body that pydantic refused. Its locations begin with ("body", …)."""
    return misfit(pointer(*errors[0]["loc"][1:]))


class StrictRequest(Request):
    """FastAPI itself limits no body, and takes NaN for JSON and no body for null."""

    async def body(self):
        body = await super().body()
        if len(body) > MAX_ECHO:
            raise HTTPException(*TOO_LARGE)
        if not body:
            raise HTTPException(*BAD_REQUEST)
        return body

    async def json(self):
        try:
            return parse_json(await self.body())
        except ValueError:
            raise HTTPException(*BAD_REQUEST) from None


class StrictRoute(APIRoute):
    def get_route_handler(self):
        handle = super().get_route_handler()

        async def handle_strictly(request):
            return await handle(StrictRequest(request.scope, request.receive))

        return handle_strictly
