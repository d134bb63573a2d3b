package command

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"cutover/cmd/internal/config"
	"cutover/cmd/internal/ui"
)

// wapFiles are what init --strategy wap writes: both files are new, or left as
// they are.
type wapFiles struct {
	setting
	audit config.Audit
	// text is that of cutover.yml; nil when one is there.
	text []byte
	// macro is the file of the macro, and macroText its text; empty when the
	// project has one, which is then macro.
	macro, macroText string
}

// wapDocument is the JSON of init --strategy wap. File and Macro are what was
// written, or would be with --dry-run; Left is what is there and stays.
type wapDocument struct {
	File  string   `json:"file"`
	Macro string   `json:"macro"`
	Left  []string `json:"left"`
}

// initWAP shows what it is about to write, then writes it.
func (a *app) initWAP(o options, s setting) error {
	w, err := wapFilesOf(s)
	if err != nil {
		return err
	}
	document := wapDocument{Left: []string{}}
	for _, f := range []struct {
		path, text string
		into       *string
	}{{w.path, string(w.text), &document.File}, {w.macro, w.macroText, &document.Macro}} {
		if f.text == "" {
			document.Left = append(document.Left, f.path)
			continue
		}
		*f.into = f.path
		if !o.JSON {
			if err := a.lines(added(shownPath(w.work, f.path), []byte(f.text))); err != nil {
				return err
			}
		}
		if o.DryRun {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(f.path), 0o755); err != nil {
			return fmt.Errorf("make the folder of %s: %w", f.path, err)
		}
		if err := writeNew(f.path, []byte(f.text)); err != nil {
			return err
		}
	}
	if o.JSON {
		return ui.JSON(a.io.Out, document)
	}
	return a.lines(w.told(o.DryRun))
}

// wapFilesOf looks at what is there.
func wapFilesOf(s setting) (wapFiles, error) {
	w := wapFiles{setting: s}
	var err error
	if w.audit, err = config.AuditOf(s.project, s.profiles, s.options); err != nil {
		return w, &usageError{Message: err.Error(), Err: err}
	}
	if _, err := os.Stat(s.path); errors.Is(err, fs.ErrNotExist) {
		if w.text, err = config.Scaffold(s.project, s.profiles, s.options); err != nil {
			return w, err
		}
	}
	if w.macro, err = findSchemaMacro(s.project); err != nil || w.macro != "" {
		return w, err
	}
	if len(s.project.MacroPaths) == 0 {
		return w, &usageError{Message: "dbt_project.yml has an empty macro-paths: there is no place for macro " + schemaMacroName}
	}
	w.macro = filepath.Join(s.project.Dir, s.project.MacroPaths[0], schemaMacroName+".sql")
	w.macroText = schemaMacro(w.audit)
	if _, err := os.Stat(w.macro); !errors.Is(err, fs.ErrNotExist) {
		return w, &usageError{Message: fmt.Sprintf("%s is there without a macro %s, and is not overwritten", shownPath(s.work, w.macro), schemaMacroName)}
	}
	return w, nil
}

// told says what was done and what is left for a person to do.
func (w wapFiles) told(dryRun bool) string {
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	said := wrote(w.setting)
	macro := fmt.Sprintf("wrote %s", shownPath(w.work, w.macro))
	if dryRun {
		said, macro = "would write "+shownPath(w.work, w.path), "would write "+shownPath(w.work, w.macro)
	}
	if w.text != nil {
		say("%s", said)
	} else {
		say("%s is there already and stays as it is. For wap it has to hold:", shownPath(w.work, w.path))
		for _, line := range w.audit.Lines() {
			say("    %s", line)
		}
	}
	if w.macroText != "" {
		say("%s: on target %s dbt now builds a model with +schema: mart in mart; without it, dbt puts the target's schema in front", macro, w.audit.ProductionTarget)
	} else {
		say("%s has a macro %s and stays as it is; it has to give target %s other schemas than %s", shownPath(w.work, w.macro), schemaMacroName, w.audit.Target, w.audit.ProductionTarget)
	}
	if w.audit.Missing {
		say("profiles.yml has no output %s yet: write one there, a copy of %s with a schema (dataset) of its own", w.audit.Target, w.audit.ProductionTarget)
	}
	say("Look it through, then run: %s", ui.CommandLine("cutover", "doctor", "--env", w.audit.Production))
	return strings.Join(out, "\n")
}

// added is a new file as a diff.
func added(path string, text []byte) string {
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	return "--- /dev/null\n+++ " + path + "\n+" + strings.Join(lines, "\n+")
}

// lines writes a text of several lines as result.
func (a *app) lines(text string) error {
	for line := range strings.SplitSeq(text, "\n") {
		if err := a.io.Result(line); err != nil {
			return err
		}
	}
	return nil
}
