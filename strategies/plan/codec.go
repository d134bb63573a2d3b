package plan

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

// Errors of Decode, for callers that answer each differently.
var (
	ErrFormat      = errors.New("not a cutover plan")
	ErrVersion     = errors.New("plan of another format version")
	ErrFingerprint = errors.New("plan was changed after it was made")
)

// Seal computes the fingerprint. Call it last; every change after it makes the
// plan undecodable.
func (p *Plan) Seal() error {
	sum, err := p.sum()
	if err != nil {
		return err
	}
	p.Fingerprint = sum
	return nil
}

func (p *Plan) sum() (string, error) {
	bare := *p
	bare.Fingerprint = ""
	body, err := json.Marshal(bare)
	if err != nil {
		return "", fmt.Errorf("fingerprint plan: %w", err)
	}
	h := sha256.Sum256(body)
	return hex.EncodeToString(h[:]), nil
}

// Encode gives the canonical file: fields in their fixed order, two spaces of
// indentation, one newline at the end. The plan must be sealed.
func Encode(p *Plan) ([]byte, error) {
	sum, err := p.sum()
	if err != nil {
		return nil, err
	}
	if sum != p.Fingerprint {
		return nil, fmt.Errorf("encode plan %s: %w", p.Release, ErrFingerprint)
	}
	body, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("encode plan %s: %w", p.Release, err)
	}
	var out bytes.Buffer
	if err := json.Indent(&out, body, "", "  "); err != nil {
		return nil, fmt.Errorf("encode plan %s: %w", p.Release, err)
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// Decode reads a plan file. It refuses what is not a plan (ErrFormat), another
// format version (ErrVersion), unknown fields (ErrFormat) and a plan that does
// not fit its fingerprint (ErrFingerprint).
func Decode(data []byte) (*Plan, error) {
	var head struct {
		FormatVersion *int `json:"format_version"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if head.FormatVersion == nil {
		return nil, fmt.Errorf("%w: format_version is missing", ErrFormat)
	}
	if *head.FormatVersion != FormatVersion {
		return nil, fmt.Errorf("%w: it is %d, this cutover reads %d", ErrVersion, *head.FormatVersion, FormatVersion)
	}
	var p Plan
	if err := strict(data, &p); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	sum, err := p.sum()
	if err != nil {
		return nil, err
	}
	if sum != p.Fingerprint {
		return nil, ErrFingerprint
	}
	return &p, nil
}
