#!/bin/sh
# Runs the conformance suite on a pure cgroup v2 host: Debian's cloud kernel in an emulated machine.
#
#	CODECRAFT_QEMU=1 internal/engine/sandbox/sandboxtest/qemu.sh [pattern of tests]
#
# CODECRAFT_CONFORMANCE=short has the short form (short.go). Needs root on a Debian host with gcc; installs the emulator and fetches
# the kernel through apt-get.
# The exit status is the result. KVM is left alone: nested, it may hang.
set -eu

[ "${CODECRAFT_QEMU:-}" = 1 ] || { echo "SKIPPED: set CODECRAFT_QEMU=1 to emulate a cgroup v2 host"; exit 0; }
cd "$(dirname "$0")/../../../.."
pattern=${1:-'TestConformance$|TestKilledHost|TestOpenAfterClose'}
compiled=${1:-'TestConformance$/attacks/(escape|between|files|resource)/'}
cache=${XDG_CACHE_HOME:-/var/tmp}/codecraft-qemu
mkdir -p "$cache/attacks"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
busybox_static() { command -v busybox >/dev/null && ! ldd "$(command -v busybox)" >/dev/null 2>&1; }
say() { echo "== $(date +%T) $*"; }

say "tools"
command -v qemu-system-x86_64 >/dev/null && busybox_static && command -v cpio >/dev/null && command -v gcc >/dev/null ||
	DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends qemu-system-x86 busybox-static cpio gcc g++ libc6-dev e2fsprogs >/dev/null
if ! ls "$cache"/kernel/boot/vmlinuz-* >/dev/null 2>&1; then
	(cd "$cache" && apt-get download "$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends: linux-image/ {print $2}')" >/dev/null)
	dpkg-deb -x "$cache"/linux-image-*.deb "$cache/kernel"
fi

say "test binary, and the attacks compiled once on this host"
CGO_ENABLED=0 go generate ./internal/engine/sandbox/native
CGO_ENABLED=0 go test -c -o "$work/native.test" ./internal/engine/sandbox/native
(cd /tmp && CODECRAFT_ATTACK_CACHE="$cache/attacks" "$work/native.test" -test.run "$compiled" >"$work/host.log" 2>&1) ||
	{ grep -E 'FAIL|ESCAPED' "$work/host.log"; exit 1; }

say "root disk with the toolchain"
root=$work/root
mkdir -p "$root/proc" "$root/sys" "$root/dev" "$root/tmp" "$root/var/tmp" "$root/run" "$root/etc" "$root/usr/local/bin" "$root/attacks"
for p in base-files bash dash coreutils util-linux util-linux-extra sed grep libc-bin libc6 libc6-dev linux-libc-dev libcrypt1 libcrypt-dev \
	gcc gcc-12 g++ g++-12 cpp cpp-12 libgcc-12-dev libstdc++-12-dev binutils binutils-common binutils-x86-64-linux-gnu libbinutils libctf0 libctf-nobfd0 \
	libgcc-s1 libstdc++6 libcc1-0 libisl23 libmpc3 libmpfr6 libgmp10 zlib1g libzstd1 libjansson4 libgprofng0 libgomp1 libitm1 libatomic1 \
	libasan8 liblsan0 libtsan2 libubsan1 libquadmath0 libselinux1 libpcre2-8-0 libacl1 libattr1 libtinfo6 libsmartcols1 libblkid1 libmount1 libuuid1 libcap2 libcap-ng0; do
	dpkg -L "$p" 2>/dev/null || true
done | grep -E '^/(usr|bin|lib|lib64|sbin|etc/alternatives)' | grep -vE '/share/(doc|man|locale|info|lintian)' | sort -u >"$work/list"
tar -C / --no-recursion -chf - --ignore-failed-read /lib64/ld-linux-x86-64.so.2 2>/dev/null | tar -C "$root" -xf - 2>/dev/null || true
for l in bin sbin lib lib64; do rm -rf "${root:?}/$l"; ln -s "usr/$l" "$root/$l"; mkdir -p "$root/usr/$l"; done
sed -E 's#^/(bin|sbin|lib|lib64)/#/usr/\1/#' "$work/list" | while read -r f; do if [ -d "$f" ] && [ ! -L "$f" ]; then continue; fi; echo "${f#/}"; done |
	tar -C / -cf - -T - --ignore-failed-read 2>/dev/null | tar -C "$root" -xf -
ln -sf dash "$root/usr/bin/sh"
for c in ps mount umount sleep poweroff insmod; do ln -sf busybox "$root/usr/local/bin/$c"; done
cp /bin/busybox "$root/usr/local/bin/busybox"
cp /etc/passwd /etc/group /etc/ld.so.cache "$root/etc/"
cp "$work/native.test" "$root/native.test"
cp "$cache"/attacks/* "$root/attacks/"
cat >"$root/init" <<'END'
#!/usr/local/bin/busybox sh
export PATH=/usr/local/bin:/usr/bin:/bin
mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t cgroup2 cgroup2 /sys/fs/cgroup
for d in /tmp /var/tmp /run; do mount -t tmpfs tmpfs $d; done
chmod 1777 /tmp
mkdir -p /dev/shm; mount -t tmpfs tmpfs /dev/shm
echo "kernel $(busybox uname -r), controllers: $(cat /sys/fs/cgroup/cgroup.controllers)"
busybox ip link set lo up 2>/dev/null
cd /tmp
CODECRAFT_CONFORMANCE="$(cat /form)" CODECRAFT_SANDBOX_SCALE=2 CODECRAFT_SANDBOX_LEVEL=full CODECRAFT_ATTACK_CACHE=/attacks /native.test -test.v -test.run "$(cat /pattern)"
echo "RESULT $?"
poweroff -f
END
chmod 755 "$root/init"
printf %s "$pattern" >"$root/pattern"
printf %s "${CODECRAFT_CONFORMANCE:-}" >"$root/form"
truncate -s 1200M "$work/disk"
mke2fs -q -t ext4 -d "$root" "$work/disk"

say "initramfs"
mods=$(ls -d "$cache"/kernel/lib/modules/*)
mkdir -p "$work/ram/bin" "$work/ram/new" "$work/ram/dev"
cp /bin/busybox "$work/ram/bin/"
for m in virtio_ring virtio virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci virtio_blk crc16 mbcache jbd2 ext4; do
	f=$(find "$mods" -name "$m.ko*" | head -1)
	[ -z "$f" ] || cp "$f" "$work/ram/$m.ko" # the rest is built in
done
cat >"$work/ram/init" <<'END'
#!/bin/busybox sh
/bin/busybox mount -t devtmpfs dev /dev
for m in virtio_ring virtio virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci virtio_blk crc16 mbcache jbd2 ext4; do
	[ ! -e /$m.ko ] || /bin/busybox insmod /$m.ko
done
/bin/busybox sleep 1
/bin/busybox mount -t ext4 /dev/vda /new || exec /bin/busybox poweroff -f
/bin/busybox mount --move /dev /new/dev
exec /bin/busybox switch_root /new /init
END
chmod 755 "$work/ram/init"
(cd "$work/ram" && find . | cpio -o -H newc 2>/dev/null | gzip -1) >"$work/initrd"

say "machine"
timeout 900 qemu-system-x86_64 -accel tcg,thread=multi -cpu max -smp 2 -m 3072 -nographic -no-reboot \
	-kernel "$cache"/kernel/boot/vmlinuz-* -initrd "$work/initrd" -drive "file=$work/disk,format=raw,if=virtio,cache=unsafe" \
	-append "console=ttyS0 quiet panic=-1 random.trust_cpu=on mitigations=off" </dev/null | tr -d '\r' | tee "$work/log" |
	grep --line-buffered -vE '=== |^ +--- PASS' || true
say "done"
grep -q '^RESULT 0' "$work/log"
