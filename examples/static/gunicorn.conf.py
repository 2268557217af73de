import os

bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# The heartbeat file on a disk can stall a worker; /dev/shm is memory.
worker_tmp_dir = "/dev/shm"
# A user without a home has nowhere to put it.
control_socket_disable = True
graceful_timeout = 20
accesslog = "-"
