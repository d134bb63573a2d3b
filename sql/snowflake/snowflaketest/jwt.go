package snowflaketest

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// claims are those of a key-pair login (docs.snowflake.com, "Using key pair authentication").
type claims struct {
	Issuer  string `json:"iss"` // ACCOUNT.USER.SHA256:fingerprint
	Subject string `json:"sub"` // ACCOUNT.USER
	Expires int64  `json:"exp"` // seconds since 1970
}

// checkJWT verifies the signature and that the token is for this account, this key and this time.
func checkJWT(token string, key *rsa.PublicKey, now time.Time) error {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return errors.New("not three parts")
	}
	var header struct {
		Algorithm string `json:"alg"`
	}
	if err := decodePart(parts[0], &header); err != nil || header.Algorithm != "RS256" {
		return fmt.Errorf("algorithm %q", header.Algorithm)
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil {
		return fmt.Errorf("decode signature: %w", err)
	}
	digest := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if err := rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], signature); err != nil {
		return fmt.Errorf("verify signature: %w", err)
	}
	var c claims
	if err := decodePart(parts[1], &c); err != nil {
		return err
	}
	public, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return fmt.Errorf("encode public key: %w", err)
	}
	fingerprint := sha256.Sum256(public)
	switch {
	case !strings.HasPrefix(c.Subject, strings.ToUpper(account)+"."):
		return fmt.Errorf("subject %q", c.Subject)
	case c.Issuer != c.Subject+".SHA256:"+base64.StdEncoding.EncodeToString(fingerprint[:]):
		return fmt.Errorf("issuer %q", c.Issuer)
	case c.Expires <= now.Unix():
		return errors.New("expired")
	}
	return nil
}

// subjectUser is the user of a JWT, unverified; empty when it is none.
func subjectUser(token string) string {
	parts := strings.Split(token, ".")
	var c claims
	if len(parts) != 3 || decodePart(parts[1], &c) != nil {
		return ""
	}
	_, user, _ := strings.Cut(c.Subject, ".")
	return user
}

func decodePart(part string, v any) error {
	raw, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return fmt.Errorf("decode part: %w", err)
	}
	if err := json.Unmarshal(raw, v); err != nil {
		return fmt.Errorf("decode part: %w", err)
	}
	return nil
}
