package people

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
	"github.com/codecraft-hq/codecraft/internal/service/auth/secret"
	"github.com/codecraft-hq/codecraft/internal/service/auth/session"
	"github.com/codecraft-hq/codecraft/internal/service/auth/user"
)

// Proof is a link that was mailed: who registers with it has the mailbox of its address.
//
//	AskToRegister ── SendProofs ──▶ there, until expires_at
//	there ── RegisterUser with its token ──▶ gone, and every other of its address
type Proof struct {
	ID        string    `db:"id"`
	Email     string    `db:"email"`
	ExpiresAt time.Time `db:"expires_at"`
}

const (
	proofPrefix  = "ccv_" // marks the tokens of such links
	proofLife    = 24 * time.Hour
	proofsAnHour = 3 // bounds the mails that strangers can have sent to somebody
	placeOfProof = "/data/attributes/registrationToken"
)

// AskToRegister notes the wish; SendProofs answers it by mail: with a link to go on, or saying that there is an account already.
func (s *Service) AskToRegister(ctx context.Context, email string, device session.Device) error {
	email, err := user.CheckEmail(email, "/data/attributes/email")
	if err != nil {
		return err
	}
	if err := s.crowd.Admit(ctx, device.Network()); err != nil {
		return err
	}
	if err := s.mayRegister(ctx, "", ""); err != nil {
		return err
	}
	return s.wishes.Note(ctx, email, s.now())
}

// AskedToRegister rings when somebody asks in this process.
func (s *Service) AskedToRegister() <-chan struct{} { return s.wishes.Noted() }

// SendProofs turns every noted wish into a mail.
func (s *Service) SendProofs(ctx context.Context) error { return s.wishes.Grant(ctx, s.sendProof) }

func (s *Service) sendProof(ctx context.Context, email string) error {
	now := s.now()
	sent, err := db.One[int64](ctx, s.db, `SELECT COUNT(*) FROM registrations WHERE email = $1 AND created_at > $2`, email, now.Add(-time.Hour))
	if err != nil || sent >= proofsAnHour {
		return err
	}
	token, proof := secret.New(proofPrefix), Proof{ID: ids.New[string](), Email: email, ExpiresAt: now.Add(proofLife)}
	if _, err := db.Exec(ctx, s.db, `INSERT INTO registrations (id, token_hash, email, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)`,
		proof.ID, secret.Hash(token), proof.Email, now, proof.ExpiresAt); err != nil {
		return err
	}
	known, err := s.users.ByEmail(ctx, email)
	if errors.Is(err, db.ErrNoRows) {
		return s.mailProof(ctx, proof, token)
	}
	if err != nil {
		return err
	}
	return s.send(ctx, "registration-known", mailData{Letter: mail.Letter{
		To: known.Email, ToName: known.Name, Heading: "You have an account already", Link: strings.TrimSuffix(s.publicURL, "/") + "/signin", LinkLabel: "Sign in",
	}})
}

func (s *Service) mailProof(ctx context.Context, proof Proof, token string) error {
	return s.send(ctx, "registration", mailData{Until: secret.Until(proof.ExpiresAt), Letter: mail.Letter{
		To: proof.Email, Heading: "Create your organization on CodeCraft", Link: secret.Link(s.publicURL, "/register", token), LinkLabel: "Go on",
	}})
}

// openProof answers what the token of a mail stands for, while it may be used; pointer is its place in the request document.
func (s *Service) openProof(ctx context.Context, token, pointer string) (Proof, error) {
	proof, err := db.One[Proof](ctx, s.db, `SELECT id, email, expires_at FROM registrations WHERE token_hash = $1 AND expires_at > $2`, secret.Hash(token), s.now())
	if errors.Is(err, db.ErrNoRows) {
		err = proofInvalid().At(pointer)
	}
	return proof, err
}

func proofInvalid() *errs.Error {
	return errs.New(errs.Gone, "registration_invalid", "this link is not valid any more: ask for a new one, or sign in if you have gone on with it already")
}

// proven checks that whoever registers has the mailbox, where that is asked for. What it answers spends the proof.
func (s *Service) proven(ctx context.Context, in Registration, email string) (spend func(context.Context) error, err error) {
	switch {
	case in.SetupToken != "":
		return func(ctx context.Context) error { return s.spendSetupToken(ctx, in.SetupToken) }, nil
	case in.RegistrationToken == "" && s.config.ProveAddresses:
		return nil, errs.New(errs.Forbidden, "registration_unproven", "who registers here proves their e-mail address first: ask for a link to it, and open it").At(placeOfProof)
	case in.RegistrationToken == "":
		return func(context.Context) error { return nil }, nil
	}
	proof, err := s.openProof(ctx, in.RegistrationToken, placeOfProof)
	if err != nil {
		return nil, err
	}
	if proof.Email != email {
		return nil, errs.New(errs.Forbidden, "registration_of_another", "this link was sent to another e-mail address: use that one").At("/data/attributes/email")
	}
	return func(ctx context.Context) error { return s.spendProof(ctx, proof) }, nil
}

// spendProof ends every link to the address. Of two requests at once the second finds none.
func (s *Service) spendProof(ctx context.Context, proof Proof) error {
	spent, err := db.Exec(ctx, s.db, `DELETE FROM registrations WHERE email = $1`, proof.Email)
	if err == nil && spent == 0 {
		err = proofInvalid().At(placeOfProof)
	}
	return err
}
