package bigquerytest

import (
	"encoding/base64"
	"strconv"

	"cutover/sql/bigquery/bigquerytest/catalog"
)

// page is what a client asks a list for.
type page struct {
	size  int
	after string // the mark of the last entry of the page before; empty for the first page
}

// page reads a list's parameters; sizeField is maxResults or pageSize. Tokens are opaque, and what is not one of ours is refused.
func (s *Server) page(c *call, sizeField string) (page, *catalog.Error) {
	p := page{size: defaultPage}
	if text := c.query.Get(sizeField); text != "" {
		n, err := strconv.ParseUint(text, 10, 31)
		if err != nil {
			return page{}, invalid("Invalid value for %s: %s is not a valid value", sizeField, text)
		}
		p.size = int(n)
	}
	if limit := s.settings().pageSize; limit > 0 {
		p.size = min(p.size, limit)
	}
	if token := c.query.Get("pageToken"); token != "" {
		mark, err := base64.RawURLEncoding.DecodeString(token)
		if err != nil || len(mark) == 0 || mark[0] != '>' {
			return page{}, invalid("Invalid value for pageToken: %s", token)
		}
		p.after = string(mark[1:])
	}
	return p, nil
}

// token leads to the page after the entry with mark.
func token(mark string) string { return base64.RawURLEncoding.EncodeToString([]byte(">" + mark)) }

// cutPage gives the entries of one page of a list whose marks rise, and the token of the next ("" after the last).
func cutPage[T any](p page, list []T, mark func(T) string) (entries []T, next string) {
	begin := 0
	for begin < len(list) && p.after != "" && mark(list[begin]) <= p.after {
		begin++
	}
	list = list[begin:]
	if len(list) <= p.size {
		return list, ""
	}
	if p.size == 0 {
		return nil, "" // nothing asked, nothing to follow
	}
	return list[:p.size], token(mark(list[p.size-1]))
}
