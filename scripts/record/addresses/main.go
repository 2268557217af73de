// Says what BuildKit's own packages take addresses for: a JSON list on stdin, a JSON list on stdout.
package main

import (
	"encoding/json"
	"net/url"
	"os"
	"path"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/dfgitutil"
	"github.com/moby/buildkit/util/urlutil"
)

type object = map[string]any

func answer(address string) object {
	all := object{"redacted": urlutil.RedactCredentials(address)}
	// As convert_copy.go names what it downloads.
	name := "__unnamed__"
	if parsed, err := url.Parse(address); err == nil {
		if base := path.Base(parsed.Path); base != "." && base != "/" {
			name = base
		}
	}
	all["name"] = name
	ref, isGit, err := dfgitutil.ParseGitRef(address)
	if err != nil {
		if isGit {
			all["error"] = err.Error()
		}
		return all
	}
	all["git"] = object{
		// source/git puts the remote together anew and leaves an empty query out.
		"remote": strings.TrimSuffix(ref.Remote, "?"), "ref": ref.Ref,
		"checksum": ref.Checksum, "subdir": strings.TrimPrefix(path.Join("/", ref.SubDir), "/"), "keepGitDir": ref.KeepGitDir,
		"submodules": ref.Submodules, "mtime": ref.MTime, "fetchByCommit": ref.FetchByCommit,
		"looksLocal": ref.IndistinguishableFromLocal,
	}
	return all
}

func main() {
	var addresses []string
	if err := json.NewDecoder(os.Stdin).Decode(&addresses); err != nil {
		panic(err)
	}
	answers := []object{}
	for _, address := range addresses {
		answers = append(answers, answer(address))
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(answers); err != nil {
		panic(err)
	}
}
