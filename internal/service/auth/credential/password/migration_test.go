package password_test

import (
	"io/fs"
	"testing"
	"testing/fstest"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/auth"
	"github.com/codecraft-hq/codecraft/internal/service/auth/session"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// earlier are the tables as they were when passwords stood with the users.
func earlier(t *testing.T) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range []string{"00001_auth.sql", "00002_ended_invitations.sql", "00003_parents.sql"} {
		text, err := fs.ReadFile(auth.Migrations, "migrations/"+name)
		ok(t, err)
		files[name] = &fstest.MapFile{Data: text}
	}
	return files
}

func TestPasswordsOfEarlierReleasesGoOnLettingIn(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		d := open("auth")
		ok(t, d.Migrate(t.Context(), earlier(t)))
		hash := hashes(t, secret, "three quiet rivers", "four quiet rivers")
		id := ids.New[ids.User]()
		_, err := db.Exec(t.Context(), d, `INSERT INTO users (id, email, name, password_hash, created_at) VALUES ($1, $2, $3, $4, $5)`,
			id, "owner@example.org", "The owner", hash[secret], time.Now())
		ok(t, err)
		s, _ := newService(t, d)
		letsIn := func(says string, word string, want bool) {
			t.Helper()
			found, err := s.Authenticate(t.Context(), "owner@example.org", word, session.Device{Address: "198.51.100.7"})
			if err != nil && !errs.Is(err, errs.Unauthorized) || want != (err == nil && found.ID == id) {
				t.Errorf("%s: %v", says, err)
			}
		}
		column := func(hash string) {
			t.Helper()
			_, err := db.Exec(t.Context(), d, `UPDATE users SET password_hash = $2 WHERE id = $1`, id, hash)
			ok(t, err)
		}
		letsIn("after the migration", secret, true)
		letsIn("another word", "not the password", false)

		column(hash["three quiet rivers"])
		letsIn("what an earlier binary beside has set", "three quiet rivers", true)
		letsIn("what it has replaced", secret, false)

		ok(t, s.Set(t.Context(), id, hash["four quiet rivers"]))
		letsIn("what is set now", "four quiet rivers", true)
		kept, err := db.One[string](t.Context(), d, `SELECT password_hash FROM users WHERE id = $1`, id)
		ok(t, err)
		if kept != hash["four quiet rivers"] {
			t.Error("an earlier binary beside lets in by another password")
		}
		column("")
		letsIn("without the column", "four quiet rivers", true)
	})
}

func TestTheMigrationMovesPasswords(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		d := open("auth")
		ok(t, d.Migrate(t.Context(), earlier(t)))
		hash := hashes(t, secret)[secret]
		for id, hash := range map[string]string{"1": hash, "2": ""} {
			_, err := db.Exec(t.Context(), d, `INSERT INTO users (id, email, name, password_hash, created_at) VALUES ($1, $2, $3, $4, $5)`,
				id, id+"@example.org", id, hash, time.Now())
			ok(t, err)
		}
		newService(t, d)
		moved, err := db.Select[string](t.Context(), d, `SELECT user_id || ' ' || hash FROM passwords`)
		ok(t, err)
		if len(moved) != 1 || moved[0] != "1 "+hash {
			t.Errorf("moved: %v", moved)
		}
	})
}

// hashes are those of some passwords.
func hashes(t *testing.T, words ...string) map[string]string {
	t.Helper()
	d := harness.Database(t)("hashes")
	s, _ := newService(t, d)
	all := map[string]string{}
	for _, word := range words {
		hash, err := s.Hash(t.Context(), word)
		ok(t, err)
		all[word] = hash
	}
	return all
}
