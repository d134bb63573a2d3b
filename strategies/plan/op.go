package plan

import (
	"bytes"
	"encoding/json"
	"fmt"

	"cutover/sql/warehouse"
)

// OpValue carries a warehouse.Op through JSON as {"op": name, ...fields}.
type OpValue struct {
	Op warehouse.Op
}

// Of wraps an op.
func Of(op warehouse.Op) *OpValue { return &OpValue{Op: op} }

// MarshalJSON implements json.Marshaler.
func (v OpValue) MarshalJSON() ([]byte, error) {
	if v.Op == nil {
		return nil, fmt.Errorf("encode op: no op")
	}
	if members, ok := membersOf(v.Op); ok {
		list := opList{Op: v.Op.OpName(), Ops: make([]OpValue, len(members))}
		for i, op := range members {
			list.Ops[i] = OpValue{Op: op}
		}
		return json.Marshal(list)
	}
	body, err := json.Marshal(v.Op)
	if err != nil {
		return nil, fmt.Errorf("encode op %s: %w", v.Op.OpName(), err)
	}
	name, err := json.Marshal(v.Op.OpName())
	if err != nil {
		return nil, fmt.Errorf("encode op name: %w", err)
	}
	out := append([]byte(`{"op":`), name...)
	if !bytes.Equal(body, []byte("{}")) {
		out = append(out, ',')
	}
	return append(out, body[1:]...), nil
}

// opList is an op that holds ops.
type opList struct {
	Op  string    `json:"op"`
	Ops []OpValue `json:"ops"`
}

// membersOf gives the ops inside an op that holds some.
func membersOf(op warehouse.Op) ([]warehouse.Op, bool) {
	switch op := op.(type) {
	case warehouse.Atomic:
		return op.Ops, true
	case warehouse.Batch:
		return op.Ops, true
	case warehouse.Sequence:
		return op.Ops, true
	case warehouse.Script:
		return op.Ops, true
	}
	return nil, false
}

// UnmarshalJSON implements json.Unmarshaler. Unknown ops and unknown fields are
// errors.
func (v *OpValue) UnmarshalJSON(data []byte) error {
	var head struct {
		Op string `json:"op"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return fmt.Errorf("decode op: %w", err)
	}
	op, err := decodeOp(head.Op, data)
	if err != nil {
		return fmt.Errorf("decode op %q: %w", head.Op, err)
	}
	v.Op = op
	return nil
}

func decodeOp(name string, data []byte) (warehouse.Op, error) {
	switch name {
	case warehouse.CreateContainer{}.OpName():
		return fields[warehouse.CreateContainer](data)
	case warehouse.DropContainer{}.OpName():
		return fields[warehouse.DropContainer](data)
	case warehouse.CloneContainer{}.OpName():
		return fields[warehouse.CloneContainer](data)
	case warehouse.MoveContainer{}.OpName():
		return fields[warehouse.MoveContainer](data)
	case warehouse.SwapContainers{}.OpName():
		return fields[warehouse.SwapContainers](data)
	case warehouse.CopyTable{}.OpName():
		return fields[warehouse.CopyTable](data)
	case warehouse.CreateView{}.OpName():
		return fields[warehouse.CreateView](data)
	case warehouse.Drop{}.OpName():
		return fields[warehouse.Drop](data)
	case warehouse.Mark{}.OpName():
		return fields[warehouse.Mark](data)
	case warehouse.GrantAccess{}.OpName():
		return fields[warehouse.GrantAccess](data)
	case warehouse.RevokeAccess{}.OpName():
		return fields[warehouse.RevokeAccess](data)
	case warehouse.SetComment{}.OpName():
		return fields[warehouse.SetComment](data)
	case warehouse.Undrop{}.OpName():
		return fields[warehouse.Undrop](data)
	case warehouse.ReplaceRows{}.OpName():
		return fields[warehouse.ReplaceRows](data)
	case warehouse.DescribeColumns{}.OpName():
		return fields[warehouse.DescribeColumns](data)
	case warehouse.Authorize{}.OpName():
		return fields[warehouse.Authorize](data)
	case warehouse.Script{}.OpName():
		ops, err := members(data)
		return warehouse.Script{Ops: ops}, err
	case warehouse.Atomic{}.OpName():
		ops, err := members(data)
		return warehouse.Atomic{Ops: ops}, err
	case warehouse.Batch{}.OpName():
		ops, err := members(data)
		return warehouse.Batch{Ops: ops}, err
	case warehouse.Sequence{}.OpName():
		ops, err := members(data)
		return warehouse.Sequence{Ops: ops}, err
	}
	return nil, fmt.Errorf("unknown op")
}

// fields decodes one op strictly: its own fields plus "op", nothing else.
func fields[T warehouse.Op](data []byte) (warehouse.Op, error) {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, err
	}
	delete(raw, "op")
	rest, err := json.Marshal(raw)
	if err != nil {
		return nil, err
	}
	var op T
	if err := strict(rest, &op); err != nil {
		return nil, err
	}
	return op, nil
}

func members(data []byte) ([]warehouse.Op, error) {
	var list opList
	if err := strict(data, &list); err != nil {
		return nil, err
	}
	out := make([]warehouse.Op, len(list.Ops))
	for i, v := range list.Ops {
		out[i] = v.Op
	}
	return out, nil
}

// strict decodes exactly one JSON value and refuses unknown fields.
func strict[T any](data []byte, into *T) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return err
	}
	if dec.More() {
		return fmt.Errorf("more than one JSON value")
	}
	return nil
}
