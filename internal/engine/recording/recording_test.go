package recording_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/pion/rtp"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/engine/media"
	"github.com/codecraft-hq/codecraft/internal/engine/recording"
)

const second = time.Second

func TestAFileIsWhatWasSent(t *testing.T) {
	s := newStudio(t)
	camera, microphone := s.send(media.Camera), s.send(media.Microphone)
	run(2*second, 32*second, camera, microphone)
	m := s.end(t, camera, microphone)
	file, film := s.only(t, m)
	if file.Pictures != 750 || file.Sounds != 1500 || len(film.pictures) != 750 || len(film.sounds) != 1500 {
		t.Errorf("kept are %d pictures and %d sounds; the file has %d and %d", file.Pictures, file.Sounds, len(film.pictures), len(film.sounds))
	}
	if file.Identity != "ada.tab" || file.Source != media.Camera || file.OffsetMs != 2000 || near(file.DurationMs, 30_000, 50) || len(file.Gaps) != 0 || file.Width != 1280 || file.Height != 720 {
		t.Errorf("the manifest says %+v", file)
	}
	checkFilm(t, film, file)
	data, err := os.ReadFile(filepath.Join(s.dir, "one", file.Name))
	must(t, err)
	if int64(len(data)) != file.Bytes || string(blob.Of(data)) != file.SHA256 {
		t.Error("size or hash are another's")
	}
}

// near reports whether two are not.
func near(a, b, by int64) bool { return max(a-b, b-a) > by }

// checkFilm looks at what holds of each film.
func checkFilm(t *testing.T, f film, file recording.File) {
	t.Helper()
	for name, track := range map[string][]shown{"pictures": f.pictures, "sounds": f.sounds} {
		if !slices.IsSortedFunc(track, func(a, b shown) int { return int(a.at - b.at) }) {
			t.Errorf("%s are not in order", name)
		}
	}
	keys := -1 * second
	for _, p := range f.pictures {
		if p.key {
			keys = p.at
		} else if p.at-keys > 5*second {
			t.Fatalf("no key frame for 5 s before %s", p.at)
		}
	}
	if near(int64(f.doc.Info.Duration), file.DurationMs, 0) {
		t.Errorf("the file says that it lasts %v ms", f.doc.Info.Duration)
	}
	if f.doc.Cues == nil || len(f.doc.Cues.CuePoint) == 0 {
		t.Fatal("there is no index")
	}
	for _, x := range f.doc.Tracks.TrackEntry {
		if x.TrackNumber == 2 && (x.Video.PixelWidth != uint64(file.Width) || x.Video.PixelHeight != uint64(file.Height)) {
			t.Errorf("the pictures are said to be of %d by %d", x.Video.PixelWidth, x.Video.PixelHeight)
		}
	}
}

func TestRepetitionsAndDisorderLoseNothing(t *testing.T) {
	s := newStudio(t)
	camera := s.send(media.Camera)
	var held []*rtp.Packet
	camera.way = func(all []*rtp.Packet, at time.Time) {
		for _, p := range append(held, all...) {
			camera.packets.Packet(p, at)
		}
		held = nil
		rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		held = append(held, all[:rand.IntN(len(all)+1)]...) // once more, with the next
	}
	run(0, 20*second, camera)
	file, film := s.only(t, s.end(t, camera))
	if len(film.pictures) != 500 || len(file.Gaps) != 0 {
		t.Errorf("kept are %d pictures of 500, with gaps %v", len(film.pictures), file.Gaps)
	}
	checkFilm(t, film, file)
}

// TestALossIsAGapAndNotGarbage loses one packet in four hundred for good, for ten minutes: of one in twenty, most are sent again.
func TestALossIsAGapAndNotGarbage(t *testing.T) {
	s := newStudio(t)
	camera := s.send(media.Camera)
	lost := map[uint32]bool{}
	camera.way = func(all []*rtp.Packet, at time.Time) {
		for _, p := range all {
			if rand.IntN(400) == 0 {
				lost[camera.number] = true
			} else {
				camera.packets.Packet(p, at)
			}
		}
	}
	run(0, 600*second, camera)
	file, film := s.only(t, s.end(t, camera))
	if len(file.Gaps) == 0 || len(lost) == 0 {
		t.Fatalf("%d pictures were lost, and %d gaps are listed", len(lost), len(file.Gaps))
	}
	before := shown{number: film.pictures[0].number - 1}
	for _, p := range film.pictures {
		if lost[p.number] {
			t.Fatalf("picture %d is in the file, which was lost in part", p.number)
		}
		if !p.key && p.number != before.number+1 {
			t.Fatalf("picture %d hangs on one that is missing", p.number)
		}
		at, gap := before.at.Milliseconds()+file.OffsetMs, (p.at - before.at).Milliseconds()
		if p.number != before.number+1 && !slices.ContainsFunc(file.Gaps, func(g recording.Gap) bool { return !near(g.AtMs, at, 2) && !near(g.DurationMs, gap, 2) }) {
			t.Errorf("the gap before picture %d is not listed", p.number)
		}
		before = p
	}
	checkFilm(t, film, file)
}

func TestTheSizeIsThatOfTheBestPictures(t *testing.T) {
	s := newStudio(t)
	camera := s.send(media.Camera)
	camera.size = [2]uint16{320, 180}
	run(0, second, camera)
	camera.size, camera.key = [2]uint16{1280, 720}, true
	run(second, 4*second, camera)
	file, film := s.only(t, s.end(t, camera))
	if file.Width != 1280 || file.OffsetMs != 1000 || film.pictures[0].number != 26 {
		t.Errorf("it is %d wide, and begins at %d ms with picture %d", file.Width, file.OffsetMs, film.pictures[0].number)
	}
}

func TestSmallPicturesAreTakenWhenNoBetterCome(t *testing.T) {
	s := newStudio(t)
	camera := s.send(media.Camera)
	camera.size = [2]uint16{320, 180}
	run(0, 10*second, camera)
	if file, _ := s.only(t, s.end(t, camera)); file.Width != 320 || near(file.OffsetMs, 5_500, 600) {
		t.Errorf("it is %d wide, and begins at %d ms", file.Width, file.OffsetMs)
	}
}

func TestACameraMayComeLaterThanTheMicrophone(t *testing.T) {
	s := newStudio(t)
	microphone := s.send(media.Microphone)
	run(0, 60*second, microphone)
	camera := s.send(media.Camera)
	run(60*second, 70*second, microphone, camera)
	file, film := s.only(t, s.end(t, microphone, camera))
	if len(film.sounds) != 3500 || len(film.pictures) != 250 || near(film.pictures[0].at.Milliseconds(), 60_000, 40) || len(film.doc.Tracks.TrackEntry) != 2 {
		t.Errorf("there are %d sounds, and %d pictures from %s", len(film.sounds), len(film.pictures), film.pictures[0].at)
	}
	checkFilm(t, film, file)
}

// TestNoTrackIsAnnouncedThatIsEmpty has players in mind, which wait for it.
func TestNoTrackIsAnnouncedThatIsEmpty(t *testing.T) {
	s := newStudio(t)
	microphone := s.send(media.Microphone)
	run(0, 5*second, microphone)
	_, film := s.only(t, s.end(t, microphone))
	if all := film.doc.Tracks.TrackEntry; len(all) != 1 || all[0].CodecID != "A_OPUS" {
		t.Errorf("the tracks are %+v", all)
	}
}

func TestAScreenHasAFileOfItsOwn(t *testing.T) {
	s := newStudio(t)
	all := []*sender{s.send(media.Camera), s.send(media.Microphone), s.send(media.Screen), s.send(media.ScreenSound)}
	run(0, 3*second, all...)
	m := s.end(t, all...)
	if len(m.Files) != 2 {
		t.Fatalf("the manifest is %+v", m)
	}
	for i, source := range []media.Source{media.Camera, media.Screen} {
		if f := m.Files[i]; f.Source != source || f.Sounds != 150 || f.Pictures != 75 {
			t.Errorf("file %d is %+v", i, f)
		}
	}
}

func TestWhoIsNotWantedLeavesNoByte(t *testing.T) {
	s := newStudio(t)
	s.wants = false
	camera, microphone := s.send(media.Camera), s.send(media.Microphone)
	run(0, 10*second, camera, microphone)
	if m := s.finish(t); len(m.Files) != 0 || s.bytes(t) != 0 {
		t.Fatalf("there are %d bytes: %+v", s.bytes(t), m)
	}
	s.wants = true
	run(10*second, 20*second, camera, microphone)
	s.wants = false
	run(20*second, 30*second, camera, microphone)
	file, _ := s.only(t, s.end(t, camera, microphone))
	if near(file.OffsetMs, 10_000, 40) || near(file.DurationMs, 10_000, 40) {
		t.Errorf("it was recorded from %d ms, for %d", file.OffsetMs, file.DurationMs)
	}
	before := s.bytes(t)
	s.wants = true
	run(30*second, 40*second, camera, microphone)
	if after := s.bytes(t); after != before {
		t.Errorf("%d bytes were written after the end", after-before)
	}
}

// bytes is how much there is in films.
func (s *studio) bytes(t *testing.T) (n int64) {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(s.dir, "*", "*.webm"))
	must(t, err)
	for _, f := range all {
		x, err := os.Stat(f)
		must(t, err)
		n += x.Size()
	}
	return n
}

const childDir = "CODECRAFT_TEST_SPOOL"

// TestMain is a recorder that is killed, when the test below starts it so.
func TestMain(m *testing.M) {
	dir := os.Getenv(childDir)
	if dir == "" {
		os.Exit(m.Run())
	}
	s := &studio{dir: dir, wants: true}
	var err error
	if s.spool, err = recording.OpenSpool(dir); err == nil {
		s.take, err = s.spool.Begin("one", zero, func(string) bool { return true })
	}
	if err != nil {
		panic(err)
	}
	run(0, 60*second, s.send(media.Camera), s.send(media.Microphone))
	_, _ = os.Stdout.WriteString("sent")
	select {}
}

func TestAKillLosesUnderFiveSeconds(t *testing.T) {
	s := &studio{dir: t.TempDir()}
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), childDir+"="+s.dir)
	out, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	word := make([]byte, 4)
	_, err = out.Read(word)
	must(t, err)
	must(t, child.Process.Kill())
	_ = child.Wait()

	s.spool = spool(t, s.dir)
	if all, err := s.spool.List(); err != nil || !slices.Equal(all, []string{"one"}) {
		t.Fatalf("left are %v, %v", all, err)
	}
	file, film := s.only(t, s.finish(t))
	if near(file.DurationMs, 57_500, 2_500) {
		t.Errorf("of 60 s, %d ms are left", file.DurationMs)
	}
	checkFilm(t, film, file)
	if again, _ := s.only(t, s.finish(t)); again.SHA256 != file.SHA256 {
		t.Error("finished again, it is another")
	}
	must(t, s.spool.Forget("one"))
	if all, err := s.spool.List(); err != nil || len(all) != 0 {
		t.Errorf("left are %v, %v", all, err)
	}
}

// TestWhatIsTornIsCutOff ends a file in the middle of a cluster, at any byte.
func TestWhatIsTornIsCutOff(t *testing.T) {
	s := newStudio(t)
	camera := s.send(media.Camera)
	run(0, 10*second, camera)
	path := filepath.Join(s.dir, "one", "001.webm")
	whole, err := os.ReadFile(path)
	must(t, err)
	last := bytes.LastIndex(whole, []byte{0x1F, 0x43, 0xB6, 0x75})
	for _, size := range []int{last, last + 1, last + 4, last + 9, last + 12, last + 40, len(whole) - 1} {
		must(t, os.WriteFile(path, whole[:size], 0o600))
		_, short := s.only(t, s.finish(t))
		must(t, os.WriteFile(path, append(bytes.Clone(whole[:size]), make([]byte, len(whole)-size)...), 0o600)) // as some file systems leave it
		_, zeros := s.only(t, s.finish(t))
		if len(short.pictures) == 0 || len(zeros.pictures) < len(short.pictures) {
			t.Errorf("cut at %d: %d pictures, with zeros %d", size, len(short.pictures), len(zeros.pictures))
		}
	}
	for _, size := range []int{0, 10, 1024, 1030} {
		must(t, os.WriteFile(path, whole[:size], 0o600))
		if m := s.finish(t); len(m.Files) != 0 {
			t.Errorf("of %d bytes there is %+v", size, m.Files)
		}
	}
}

func TestHealthTellsWhatIsWrong(t *testing.T) {
	s := newStudio(t)
	camera := s.send(media.Camera)
	run(0, 10*second, camera)
	if h := s.take.Health(zero.Add(10 * second)); h.Bytes < 100_000 || h.KeyAge > 5*second || h.Err != nil {
		t.Errorf("a good one: %+v", h)
	}
	camera.way = func(all []*rtp.Packet, at time.Time) { // the first packet of each picture is lost
		for _, p := range all[1:] {
			camera.packets.Packet(p, at)
		}
	}
	run(10*second, 30*second, camera)
	if h := s.take.Health(zero.Add(30 * second)); h.KeyAge < 15*second {
		t.Errorf("without key frames: %+v", h)
	}
	if h := s.take.Health(zero.Add(60 * second)); h.KeyAge != 0 {
		t.Errorf("muted: %+v", h)
	}
}

func TestAFolderThatIsGoneIsTold(t *testing.T) {
	s := newStudio(t)
	must(t, s.spool.Forget("one"))
	camera := s.send(media.Camera)
	run(0, 5*second, camera)
	if h := s.take.Health(zero.Add(5 * second)); h.Err == nil {
		t.Error("nothing is wrong")
	}
	if err := s.take.Close(); err == nil {
		t.Error("it ended well")
	}
}

func TestAnImpairedFileIsFound(t *testing.T) {
	s := newStudio(t)
	camera := s.send(media.Camera)
	run(0, 10*second, camera)
	file, _ := s.only(t, s.end(t, camera))
	path := filepath.Join(s.dir, "one", file.Name)
	whole, err := os.ReadFile(path)
	must(t, err)
	cluster := bytes.LastIndex(whole, []byte{0x1F, 0x43, 0xB6, 0x75})
	cases := map[string]func() ([]byte, recording.File){
		"shorter":        func() ([]byte, recording.File) { return whole[:len(whole)-100], file },
		"no head":        func() ([]byte, recording.File) { return append(make([]byte, 1024), whole[1024:]...), file },
		"another length": func() ([]byte, recording.File) { f := file; f.DurationMs += 1100; return whole, f },
		"no key frame":   func() ([]byte, recording.File) { f := file; f.KeyFrames = 0; return whole, f },
		"empty":          func() ([]byte, recording.File) { f := file; f.Pictures = 0; return whole, f },
		"the last is damaged": func() ([]byte, recording.File) {
			b := bytes.Clone(whole)
			clear(b[cluster+12 : cluster+60])
			return b, file
		},
	}
	must(t, recording.Check(bytes.NewReader(whole), file))
	for name, impaired := range cases {
		if data, file := impaired(); recording.Check(bytes.NewReader(data), file) == nil {
			t.Errorf("%s: nothing is wrong", name)
		}
	}
}
