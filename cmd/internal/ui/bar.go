package ui

import (
	"bytes"
	"strings"

	"github.com/schollz/progressbar/v3"
)

const barWidth = 17

// barText gives the blocks for done of total, such as "67% ███████████░░░░░░".
// The library draws into memory, one bar per frame: what stands around the
// blocks, clearing the line and its width are Progress's business, and a bar of
// the library is over once it was full.
func barText(done, total int) string {
	var frame bytes.Buffer
	b := progressbar.NewOptions(max(total, 1),
		progressbar.OptionSetWriter(&frame),
		progressbar.OptionSetWidth(barWidth),
		progressbar.OptionSetPredictTime(false),
		progressbar.OptionUseANSICodes(true), // no blanks to wipe out an earlier frame
		progressbar.OptionSetTheme(progressbar.Theme{Saucer: "█", SaucerHead: "█", SaucerPadding: "░"}))
	if err := b.Set(min(max(done, 0), max(total, 1))); err != nil {
		return ""
	}
	if frame.Len() == 0 { // Set draws only when the percentage moved
		if err := b.RenderBlank(); err != nil {
			return ""
		}
	}
	text := frame.String()
	text = text[strings.LastIndexByte(text, '\r')+1:]
	return strings.TrimSpace(strings.ReplaceAll(text, "\x1b[0K", ""))
}
