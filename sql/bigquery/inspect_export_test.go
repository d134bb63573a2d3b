package bigquery

// MadeBy tells which release made relations.
var MadeBy = (*Driver).madeBy
