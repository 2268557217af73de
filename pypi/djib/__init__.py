"""djib builds Docker images for Django without Docker. This package brings the Node that runs it."""
