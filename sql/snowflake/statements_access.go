package snowflake

import (
	"regexp"
	"strings"

	"cutover/sql/warehouse"
)

// words are what a privilege and a kind of object may be made of: they are
// keywords and cannot be quoted.
var words = regexp.MustCompile(`^[A-Za-z]+(?:[ _][A-Za-z]+)*$`)

// grant renders the giving of a privilege.
func (r renderer) grant(g warehouse.Grant) (string, error) {
	on, err := r.grantObject(g)
	if err != nil {
		return "", err
	}
	to, err := r.grantee(g)
	if err != nil {
		return "", err
	}
	statement := "GRANT " + strings.ToUpper(g.Privilege) + " ON " + on + " TO " + to
	switch {
	case isOwnership(g) && !g.Future:
		statement += " COPY CURRENT GRANTS"
	case g.WithOption && !isOwnership(g):
		statement += " WITH GRANT OPTION"
	}
	return statement, nil
}

// revoke renders the taking of a privilege. Ownership cannot be taken, only
// given to another.
func (r renderer) revoke(g warehouse.Grant) (string, error) {
	if isOwnership(g) && !g.Future {
		return "", refuse(warehouse.InvalidStatement, "", g.String(), "ownership cannot be taken away, only given to another role")
	}
	on, err := r.grantObject(g)
	if err != nil {
		return "", err
	}
	from, err := r.grantee(g)
	if err != nil {
		return "", err
	}
	return "REVOKE " + strings.ToUpper(g.Privilege) + " ON " + on + " FROM " + from, nil
}

func isOwnership(g warehouse.Grant) bool { return strings.EqualFold(g.Privilege, "OWNERSHIP") }

// grantObject is what a grant is on.
func (r renderer) grantObject(g warehouse.Grant) (string, error) {
	if !words.MatchString(g.On) || !words.MatchString(g.Privilege) {
		return "", refuse(warehouse.InvalidStatement, "", g.String(), "privilege %q or kind %q is no word of Snowflake's", g.Privilege, g.On)
	}
	on := strings.ToUpper(strings.ReplaceAll(g.On, "_", " "))
	switch {
	case g.Future:
		return "FUTURE " + plural(on) + " IN " + level(g.Container) + " " + r.d.QuoteContainer(g.Container), nil
	case g.Name == "":
		if on != level(g.Container) {
			return "", refuse(warehouse.InvalidStatement, "", g.String(), "%s is a %s", g.Container, strings.ToLower(level(g.Container)))
		}
		return on + " " + r.d.QuoteContainer(g.Container), nil
	case on == "FUNCTION" || on == "PROCEDURE" || g.Container.Schema == "":
		return "", refuse(warehouse.Unsupported, "", g.String(), "cutover does not change who may use a %s", strings.ToLower(on))
	}
	return on + " " + r.d.QuoteRef(warehouse.Ref{Database: g.Container.Database, Schema: g.Container.Schema, Name: g.Name}), nil
}

// plural is the word for future objects of a kind.
func plural(on string) string {
	if strings.HasSuffix(on, "Y") {
		return strings.TrimSuffix(on, "Y") + "IES"
	}
	return on + "S"
}

// grantee is who gets or loses a privilege. A database role belongs to the
// database that the grant is in.
func (r renderer) grantee(g warehouse.Grant) (string, error) {
	switch g.GranteeKind {
	case "role", "share", "user":
		return strings.ToUpper(g.GranteeKind) + " " + r.d.QuoteName(g.Grantee), nil
	case "database role":
		name := strings.TrimPrefix(g.Grantee, g.Container.Database+".")
		return "DATABASE ROLE " + r.d.QuoteName(g.Container.Database) + "." + r.d.QuoteName(name), nil
	}
	return "", refuse(warehouse.Unsupported, "", g.String(), "cutover does not change what a %s may do", g.GranteeKind)
}
