package manifest

import (
	"path"
	"strings"
)

// dbt evaluates path: by globbing the project's folder on disk, then takes every node whose file, a folder above it, or
// the YAML file that documents it was found. There is no disk here: what is known to exist are the files of the root
// project's nodes (enabled or not) and the folders above them. The difference is a folder that exists without any node
// of the project in it while a package has nodes in a folder of the same name.

// matchPath finds nodes by original_file_path; package nodes too, because their paths are relative to the package.
func (ev *evaluation) matchPath(c *criterion) (matcher, error) {
	pattern, err := compilePath(c)
	if err != nil {
		return nil, err
	}
	found := map[string]bool{}
	for p, isDir := range ev.projectPaths() {
		if pattern.match(p, isDir) {
			found[p] = true
		}
	}
	return func(n *Node) bool {
		file := cleanPath(n.OriginalFilePath)
		if found[file] {
			return true
		}
		if _, documented, ok := strings.Cut(n.PatchPath, "://"); ok && found[cleanPath(documented)] {
			return true
		}
		for file != "." {
			file = path.Dir(file)
			if found[file] {
				return true
			}
		}
		return false
	}, nil
}

// matchFile finds nodes by the name of their file, with or without the extension.
func matchFile(c *criterion) (matcher, error) {
	g := compileGlob(c.value)
	return func(n *Node) bool {
		name := path.Base(cleanPath(n.OriginalFilePath))
		if name == "." {
			name = ""
		}
		return g.match(name) || g.match(stem(name))
	}, nil
}

// stem is the name without its last extension; a name that only has a dot in front has none.
func stem(name string) string {
	if dot := strings.LastIndexByte(name, '.'); dot > 0 && dot < len(name)-1 {
		return name[:dot]
	}
	return name
}

// projectPaths are the files (false) and folders (true) of the root project that the manifest knows.
func (ev *evaluation) projectPaths() map[string]bool {
	if ev.disk != nil {
		return ev.disk
	}
	ev.disk = map[string]bool{".": true}
	root := ev.m.RootPackage()
	add := func(file string) {
		if file = cleanPath(file); file == "." || ev.disk[file] {
			return
		}
		ev.disk[file] = false
		for file != "." {
			file = path.Dir(file)
			ev.disk[file] = true
		}
	}
	addNode := func(n *Node) {
		if n.PackageName == root {
			add(n.OriginalFilePath)
		}
		if pkg, file, ok := strings.Cut(n.PatchPath, "://"); ok && pkg == root {
			add(file)
		}
	}
	for _, n := range ev.g.nodes {
		addNode(n)
	}
	for _, list := range ev.m.Disabled {
		for _, n := range list {
			addNode(n)
		}
	}
	return ev.disk
}

// cleanPath gives every path the same form: slashes (dbt on Windows writes backslashes), no "." parts, "." for none.
func cleanPath(p string) string {
	if strings.IndexByte(p, '\\') < 0 && !strings.HasPrefix(p, "./") && !strings.HasPrefix(p, "/") && !strings.Contains(p, "//") && p != "" {
		return p
	}
	return strings.TrimPrefix(path.Clean(strings.ReplaceAll(p, `\`, "/")), "/")
}

// pathPattern is a pattern of Python's pathlib: a wildcard stays inside one part, "**" is any number of folders.
type pathPattern struct {
	parts    []pathPart
	onlyDirs bool // written with a slash at the end
}

type pathPart struct {
	anyDepth bool
	literal  string
	glob     glob // nil for a literal
}

func compilePath(c *criterion) (pathPattern, error) {
	value := strings.ReplaceAll(c.value, `\`, "/")
	var p pathPattern
	if strings.HasPrefix(value, "/") {
		return p, &SelectionError{Spec: c.raw, Detail: "a path is relative to the project"}
	}
	p.onlyDirs = strings.HasSuffix(value, "/")
	for part := range strings.SplitSeq(value, "/") {
		switch {
		case part == "" || part == ".":
		case part == "**":
			p.parts = append(p.parts, pathPart{anyDepth: true})
		case strings.Contains(part, "**"):
			return p, &SelectionError{Spec: c.raw, Detail: `"**" must stand alone between slashes`}
		case strings.ContainsAny(part, "*?["):
			p.parts = append(p.parts, pathPart{glob: compileGlob(part)})
		default:
			p.parts = append(p.parts, pathPart{literal: part})
		}
	}
	if len(p.parts) == 0 {
		return p, &SelectionError{Spec: c.raw, Detail: "the path is empty"}
	}
	if p.parts[len(p.parts)-1].anyDepth {
		p.onlyDirs = true
	}
	return p, nil
}

func (p pathPattern) match(file string, isDir bool) bool {
	if p.onlyDirs && !isDir {
		return false
	}
	var parts []string
	if file != "." {
		parts = strings.Split(file, "/")
	}
	return matchParts(p.parts, parts)
}

// matchParts walks both lists; like globs, only the last "**" ever has to be tried again.
func matchParts(pattern []pathPart, parts []string) bool {
	star, resume := -1, 0
	pi, i := 0, 0
	for i < len(parts) {
		switch {
		case pi < len(pattern) && pattern[pi].anyDepth:
			star, resume = pi, i
			pi++
		case pi < len(pattern) && pattern[pi].matches(parts[i]):
			pi++
			i++
		case star >= 0:
			resume++
			pi, i = star+1, resume
		default:
			return false
		}
	}
	for pi < len(pattern) && pattern[pi].anyDepth {
		pi++
	}
	return pi == len(pattern)
}

func (p pathPart) matches(s string) bool {
	if p.glob != nil {
		return p.glob.match(s)
	}
	return p.literal == s
}
