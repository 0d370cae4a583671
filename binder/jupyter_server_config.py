"""Messages of a kernel go out at once. binder/postBuild puts this file where Jupyter Server reads its settings.

A move of a slider brings several small messages. Left to itself, the system holds the second of them back until the
browser confirms the first, which browsers put off for up to 40 ms (Nagle's algorithm, delayed acknowledgement).
"""

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class AtOnce(ZMQChannelsWebsocketConnection):
    def connect(self):
        self.websocket_handler.set_nodelay(True)
        return super().connect()


c.ServerApp.kernel_websocket_connection_class = AtOnce  # Jupyter gives c
