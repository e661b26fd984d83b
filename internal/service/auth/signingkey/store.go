package signingkey

import (
	"context"
	"crypto/ecdsa"
	"crypto/x509"
	"fmt"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// insertKey does nothing when another replica has made the generation.
func (s *Service) insertKey(ctx context.Context, generation int, private []byte, signsFrom time.Time) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO signing_keys (id, generation, private_key, created_at, signs_from)
		VALUES ($1, $2, $3, $4, $5) ON CONFLICT (generation) DO NOTHING`,
		ids.New[string](), generation, private, s.now(), signsFrom)
	return err
}

func (s *Service) deleteKey(ctx context.Context, id string) error {
	_, err := db.Exec(ctx, s.db, `DELETE FROM signing_keys WHERE id = $1`, id)
	return err
}

func (s *Service) readKeys(ctx context.Context) ([]signingKey, error) {
	type row struct {
		ID         string    `db:"id"`
		Generation int       `db:"generation"`
		Private    []byte    `db:"private_key"`
		SignsFrom  time.Time `db:"signs_from"`
	}
	rows, err := db.Select[row](ctx, s.db, `SELECT id, generation, private_key, signs_from FROM signing_keys ORDER BY generation`)
	if err != nil {
		return nil, fmt.Errorf("read signing keys: %w", err)
	}
	keys := make([]signingKey, 0, len(rows))
	for _, r := range rows {
		parsed, err := x509.ParsePKCS8PrivateKey(r.Private)
		private, ok := parsed.(*ecdsa.PrivateKey)
		if err != nil || !ok {
			return nil, fmt.Errorf("signing key %s cannot be read: %w", r.ID, err)
		}
		keys = append(keys, signingKey{r.ID, r.Generation, private, r.SignsFrom})
	}
	return keys, nil
}
