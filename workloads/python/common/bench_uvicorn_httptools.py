"""The HTTP of uvicorn on httptools, in C. A module of its own, named in the configuration, so that no other parser is imported."""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class Protocol(HttpToolsProtocol):
    def send_400_response(self, msg):
        super().send_400_response("Bad Request")  # uvicorn's own words differ from the contract's
