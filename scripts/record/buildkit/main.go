// Answers questions about Dockerfiles with BuildKit's own packages: JSON on stdin, JSON on stdout.
package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"
	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
	mode "github.com/tonistiigi/dchapes-mode"
)

type word struct {
	Word   string   `json:"word"`
	Env    []string `json:"env"`
	Escape string   `json:"escape"`
}

type ignore struct {
	Text  string   `json:"text"`
	Paths []string `json:"paths"`
}

type glob struct {
	Pattern string `json:"pattern"`
	Name    string `json:"name"`
}

type chmod struct {
	Mode string `json:"mode"`
	Old  uint32 `json:"old"`
	Dir  bool   `json:"dir"`
}

type questions struct {
	Words       []word   `json:"words"`
	Ignores     []ignore `json:"ignores"`
	Globs       []glob   `json:"globs"`
	Modes       []chmod  `json:"modes"`
	Durations   []string `json:"durations"`
	Dockerfiles []string `json:"dockerfiles"`
	Mounts      []string `json:"mounts"`
}

type object = map[string]any

func failure(err error) object { return object{"error": err.Error()} }

func answerWord(q word) object {
	env := shell.EnvsFromSlice(q.Env)
	lex := shell.NewLex(rune(q.Escape[0]))
	text, _, err := lex.ProcessWord(q.Word, env)
	if err != nil {
		return failure(err)
	}
	words, err := lex.ProcessWords(q.Word, env)
	if err != nil {
		return failure(err)
	}
	return object{"text": text, "words": append([]string{}, words...)}
}

func answerIgnore(q ignore) any {
	patterns, err := ignorefile.ReadAll(strings.NewReader(q.Text))
	if err != nil {
		return failure(err)
	}
	matcher, err := patternmatcher.New(patterns)
	if err != nil {
		return failure(err)
	}
	ignored := []string{}
	for _, path := range q.Paths {
		result, err := walk(matcher, path)
		if err != nil {
			return failure(err)
		}
		if result {
			ignored = append(ignored, path)
		}
	}
	return object{"ignored": ignored}
}

// walk does what fsutil's filter does on its way from the root to a path.
func walk(matcher *patternmatcher.PatternMatcher, path string) (bool, error) {
	var info patternmatcher.MatchInfo
	var result bool
	var err error
	parts := strings.Split(path, "/")
	for i := range parts {
		result, info, err = matcher.MatchesUsingParentResults(strings.Join(parts[:i+1], "/"), info)
		if err != nil {
			return false, err
		}
	}
	return result, nil
}

func answerGlob(q glob) object {
	matched, err := filepath.Match(q.Pattern, q.Name)
	if err != nil {
		return failure(err)
	}
	return object{"matched": matched}
}

func answerMode(q chmod) object {
	set, err := mode.Parse(q.Mode)
	if err != nil {
		return failure(err)
	}
	old := os.FileMode(q.Old & 0o777)
	for bit, flag := range map[uint32]os.FileMode{0o4000: os.ModeSetuid, 0o2000: os.ModeSetgid, 0o1000: os.ModeSticky} {
		if q.Old&bit != 0 {
			old |= flag
		}
	}
	if q.Dir {
		old |= os.ModeDir
	}
	applied := set.Apply(old)
	result := uint32(applied.Perm())
	for bit, flag := range map[uint32]os.FileMode{0o4000: os.ModeSetuid, 0o2000: os.ModeSetgid, 0o1000: os.ModeSticky} {
		if applied&flag != 0 {
			result |= bit
		}
	}
	return object{"mode": result}
}

func answerDuration(q string) object {
	duration, err := time.ParseDuration(q)
	if err != nil {
		return failure(err)
	}
	return object{"nanoseconds": duration.Nanoseconds()}
}

func answerDockerfile(q string) object {
	result, err := parser.Parse(strings.NewReader(q))
	if err != nil {
		return failure(err)
	}
	stages, globals, err := instructions.Parse(result.AST, nil)
	if err != nil {
		return failure(err)
	}
	all := []any{}
	for _, arg := range globals {
		all = append(all, describe(&arg))
	}
	for _, stage := range stages {
		all = append(all, object{
			"name": "FROM", "image": stage.BaseName, "stage": stage.Name, "platform": stage.Platform, "text": stage.SourceCode,
		})
		for _, command := range stage.Commands {
			all = append(all, describe(command))
		}
	}
	return object{"escape": string(result.EscapeToken), "warnings": len(result.Warnings), "instructions": all}
}

func answerMount(q string) object {
	result, err := parser.Parse(strings.NewReader("RUN --mount=" + strings.ReplaceAll(q, " ", "\\ ") + " x"))
	if err != nil {
		return failure(err)
	}
	command, err := instructions.ParseCommand(result.AST.Children[0])
	if err != nil {
		return failure(err)
	}
	run := command.(*instructions.RunCommand)
	if err := run.Expand(func(word string) (string, error) { return word, nil }); err != nil {
		return failure(err)
	}
	m := instructions.GetMounts(run)[0]
	return object{
		"type": m.Type, "from": m.From, "source": m.Source, "target": m.Target, "readOnly": m.ReadOnly, "size": m.SizeLimit,
		"id": m.CacheID, "sharing": m.CacheSharing, "required": m.Required, "env": m.Env, "mode": m.Mode, "uid": m.UID, "gid": m.GID,
	}
}

func main() {
	var q questions
	if err := json.NewDecoder(os.Stdin).Decode(&q); err != nil {
		panic(err)
	}
	answers := object{
		"words":       each(q.Words, answerWord),
		"ignores":     each(q.Ignores, answerIgnore),
		"globs":       each(q.Globs, answerGlob),
		"modes":       each(q.Modes, answerMode),
		"durations":   each(q.Durations, answerDuration),
		"dockerfiles": each(q.Dockerfiles, answerDockerfile),
		"mounts":      each(q.Mounts, answerMount),
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(answers); err != nil {
		panic(err)
	}
}

func each[Q, A any](questions []Q, answer func(Q) A) []A {
	answers := []A{}
	for _, question := range questions {
		answers = append(answers, answer(question))
	}
	return answers
}
