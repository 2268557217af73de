package main

import (
	"fmt"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
)

// describe turns a parsed instruction into plain data, with the names that djib has for its parts.
func describe(command instructions.Command) object {
	result := object{"name": strings.ToUpper(command.Name())}
	if text, ok := command.(fmt.Stringer); ok {
		result["text"] = text.String()
	}
	switch c := command.(type) {
	case *instructions.ArgCommand:
		args := []any{}
		for _, arg := range c.Args {
			args = append(args, []any{arg.Key, arg.Value})
		}
		result["args"] = args
	case *instructions.EnvCommand:
		result["pairs"], result["legacy"] = pairs(c.Env)
	case *instructions.LabelCommand:
		result["pairs"], result["legacy"] = pairs(c.Labels)
	case *instructions.MaintainerCommand:
		result["author"] = c.Maintainer
	case *instructions.WorkdirCommand:
		result["path"] = c.Path
	case *instructions.UserCommand:
		result["user"] = c.User
	case *instructions.StopSignalCommand:
		result["signal"] = c.Signal
	case *instructions.ExposeCommand:
		result["ports"] = c.Ports
	case *instructions.VolumeCommand:
		result["paths"] = c.Volumes
	case *instructions.ShellCommand:
		result["shell"] = c.Shell
	case *instructions.RunCommand:
		commandLine(result, c.ShellDependantCmdLine)
		result["network"] = instructions.GetNetwork(c)
		result["security"] = instructions.GetSecurity(c)
		result["mounts"] = len(instructions.GetMounts(c))
	case *instructions.CmdCommand:
		commandLine(result, c.ShellDependantCmdLine)
	case *instructions.EntrypointCommand:
		commandLine(result, c.ShellDependantCmdLine)
	case *instructions.HealthCheckCommand:
		h := c.Health
		result["test"] = h.Test
		result["times"] = []any{h.Interval, h.Timeout, h.StartPeriod, h.StartInterval, h.Retries}
	case *instructions.CopyCommand:
		sources(result, c.SourcesAndDest)
		result["flags"] = []any{c.From, c.Chown, c.Chmod, c.Link, c.Parents, list(c.ExcludePatterns)}
	case *instructions.AddCommand:
		sources(result, c.SourcesAndDest)
		result["flags"] = []any{c.Chown, c.Chmod, c.Link, c.KeepGitDir, c.Checksum, c.Unpack, list(c.ExcludePatterns)}
	case *instructions.OnbuildCommand:
		result["expression"] = c.Expression
	}
	return result
}

func pairs(kvps instructions.KeyValuePairs) (result []any, legacy bool) {
	for _, kvp := range kvps {
		result = append(result, []any{kvp.Key, kvp.Value})
		legacy = kvp.NoDelim
	}
	return result, legacy
}

func commandLine(result object, c instructions.ShellDependantCmdLine) {
	result["args"] = list(c.CmdLine)
	result["form"] = "exec"
	if c.PrependShell {
		result["form"] = "shell"
	}
	heredocs := []any{}
	for _, file := range c.Files {
		heredocs = append(heredocs, []any{file.Name, file.Chomp, file.Data})
	}
	result["heredocs"] = heredocs
}

func sources(result object, s instructions.SourcesAndDest) {
	result["destination"] = s.DestPath
	result["sources"] = list(s.SourcePaths)
	inline := []any{}
	for _, content := range s.SourceContents {
		inline = append(inline, []any{content.Path, content.Expand, content.Data})
	}
	result["inline"] = inline
}

func list(items []string) []string {
	return append([]string{}, items...)
}
