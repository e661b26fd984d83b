package run

import (
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

func TestARefusalForWantOfASlotIsSaidOnce(t *testing.T) {
	err := busy(errs.New(errs.Unavailable, wire.CodeBusy, "all slots are busy: this run has come to place 3"))
	if said := strings.Count(err.Error(), "all slots are busy"); said != 1 || errs.Of(err).Code != "workers_busy" {
		t.Errorf("the log says %d times: %v", said, err)
	}
}
