module djib/record/addresses

go 1.26.8

require github.com/moby/buildkit v0.34.2

require (
	github.com/containerd/errdefs v1.0.0 // indirect
	github.com/pkg/errors v0.9.1 // indirect
	golang.org/x/crypto v0.57.0 // indirect
	golang.org/x/sys v0.48.0 // indirect
)
