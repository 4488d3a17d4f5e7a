"""The HTTP of uvicorn on h11, in Python. A module of its own, named in the configuration, so that no other parser is imported."""

from uvicorn.protocols.http.h11_impl import H11Protocol


class Protocol(H11Protocol):
    def send_400_response(self, msg):
        super().send_400_response("Bad Request")  # uvicorn's own words differ from the contract's
