package ui

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Times are shown in UTC: a release is looked at from many places.
const (
	minuteLayout = "2006-01-02 15:04"
	secondLayout = "2006-01-02 15:04:05Z"
	clockLayout  = "15:04:05Z"
)

func utc(t time.Time, layout string) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format(layout)
}

// count writes a number with its noun: 1 relation, 2 relations.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return number(int64(n)) + " " + many
}

// number writes thousands with commas.
func number(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if s[0] == '-' {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// percent writes the change from was to is. It cuts and does not round, so that
// a drop to a few rows is never shown as a drop to none.
func percent(was, is int64) string {
	switch {
	case was == is:
		return "0.0%"
	case was == 0:
		return "from 0"
	}
	tenths := math.Trunc(math.Abs(float64(is)-float64(was)) / float64(was) * 1000)
	sign := "+"
	if is < was {
		sign = "-"
	}
	return fmt.Sprintf("%s%.1f%%", sign, tenths/10)
}

// ago writes how long t lies before now, in its largest fitting unit.
func ago(now, t time.Time) string {
	d := now.Sub(t)
	switch {
	case t.IsZero() || now.IsZero():
		return ""
	case d < 0:
		return "at " + utc(t, secondLayout)
	case d < 2*time.Minute:
		return fmt.Sprintf("%d s ago", int(d.Seconds()))
	case d < 2*time.Hour:
		return fmt.Sprintf("%d min ago", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h ago", int(d.Hours()))
	}
	return fmt.Sprintf("%d days ago", int(d.Hours()/24))
}

// elapsed writes a duration as people say it.
func elapsed(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%.1f s", math.Floor(d.Seconds()*10)/10)
	case d < time.Hour:
		return fmt.Sprintf("%d min %02d s", int(d.Minutes()), int(d.Seconds())%60)
	}
	return fmt.Sprintf("%d h %02d min", int(d.Hours()), int(d.Minutes())%60)
}

// clock writes a running time as 00:07 or 1:02:03.
func clock(d time.Duration) string {
	s := int(d.Seconds())
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%02d:%02d", s/60, s%60)
}

// shortID is the beginning of an id that is long, marked as such.
func shortID(id string) string {
	const keep = 8
	if len(id) <= keep {
		return id
	}
	return id[:keep] + "…"
}

// joined leaves empty parts out.
func joined(sep string, parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, sep)
}
