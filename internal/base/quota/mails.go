package quota

import (
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
)

// DefaultMails is how many an organization may have sent in a day where the operator says nothing.
const DefaultMails = 2000

// Mails bounds those that an organization has sent to whomever it likes. The services that send such mails each have this
// quota, and count by themselves.
func Mails(d *db.DB, clock func() time.Time, limit int) Budget {
	return Budget{Quota{Name: "mails", Limit: limit, Window: Day, Flag: "organization-mails"}, d, clock}
}
