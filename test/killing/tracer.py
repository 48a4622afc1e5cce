#!/usr/bin/env python3
"""Follows a command and all that it starts, and counts the calls that change something: it ends them all at once before
the n-th one (or the first of a form) takes effect, or keeps what the disc looked like before each.

    tracer.py [--calls FILE] [--watch FOLDER [--but PATH]... [--images FOLDER [--every K/N]]] [--end-before N|FORM] [--leave TEXT]... -- COMMAND...

Rule 1: calls are counted over all processes together, in the order in which they begin. None that may change a file begins
        while another is under way: so what is on the disc before a call is known, and stays while it is looked at.
Rule 2: "before" means that the call never takes place: the process stands at its entry when it is ended, and all others
        stand at theirs, or do what changes nothing.
Rule 3: what is started is followed, with fork or without exec, static or not, in whatever session or group. A process whose
        command line contains the TEXT of --leave, and what it starts, is neither counted nor ended by --end-before.
Rule 4: one line on standard error says that the command has ended (`tracer: ended STATUS`) or was ended (`tracer: killed N`);
        then what is left over is followed on. Whatever is left ends with the tracer.

What is on the disc before a call gets a number: the same one as before, if nothing in --watch's FOLDER is another (names,
kinds, modes, contents, targets; not in --but's PATHs). Each number's first look is copied into --images; with --every only
those numbers whose rest by N is K. FORM is a regular expression for `CALL WHAT`. FILE has a line
for each call: `N NUMBER PID CALL WHAT`.

It needs Linux on x86_64 from 4.8 on, and Python 3.8. Deliberately not here: what a cut does to what was written and not synced.
"""
import argparse
import ctypes
import hashlib
import os
import re
import signal
import stat
import struct
import subprocess
import sys
import time

CALLS = {
    # The arguments that are paths are named by their places; `flags` is where open's flags stand.
    1: ("write", "fd"), 18: ("pwrite64", "fd"), 20: ("writev", "fd"), 296: ("pwritev", "fd"), 328: ("pwritev2", "fd"),
    40: ("sendfile", "fd"), 326: ("copy_file_range", ""), 275: ("splice", ""), 44: ("sendto", "fd"), 46: ("sendmsg", "fd"),
    2: ("open", "path0 flags1"), 257: ("openat", "path1 flags2"), 437: ("openat2", "path1"), 85: ("creat", "path0"),
    82: ("rename", "path0 path1"), 264: ("renameat", "path1 path3"), 316: ("renameat2", "path1 path3"),
    86: ("link", "path0 path1"), 265: ("linkat", "path1 path3"), 88: ("symlink", "path0 path1"),
    266: ("symlinkat", "path0 path2"), 87: ("unlink", "path0"), 263: ("unlinkat", "path1"), 84: ("rmdir", "path0"),
    83: ("mkdir", "path0"), 258: ("mkdirat", "path1"), 133: ("mknod", "path0"), 259: ("mknodat", "path1"),
    90: ("chmod", "path0"), 91: ("fchmod", "fd"), 268: ("fchmodat", "path1"), 452: ("fchmodat2", "path1"),
    92: ("chown", "path0"), 93: ("fchown", "fd"), 94: ("lchown", "path0"), 260: ("fchownat", "path1"),
    76: ("truncate", "path0"), 77: ("ftruncate", "fd"), 285: ("fallocate", "fd"), 280: ("utimensat", "path1"),
    132: ("utime", "path0"), 235: ("utimes", "path0"), 261: ("futimesat", "path1"), 188: ("setxattr", "path0"),
    189: ("lsetxattr", "path0"), 190: ("fsetxattr", "fd"), 74: ("fsync", "fd"), 75: ("fdatasync", "fd"), 162: ("sync", ""),
    306: ("syncfs", "fd"), 277: ("sync_file_range", "fd"), 56: ("clone", ""), 57: ("fork", ""), 58: ("vfork", ""),
    435: ("clone3", ""), 62: ("kill", ""), 200: ("tkill", ""), 234: ("tgkill", ""), 424: ("pidfd_send_signal", ""),
}
# These change no file; and they may wait for others, so nobody waits for their end.
OTHER = {"clone", "fork", "vfork", "clone3", "kill", "tkill", "tgkill", "pidfd_send_signal", "sync", "sendto", "sendmsg"}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

SEIZE, CONT, SYSCALL, LISTEN, GETREGS, GETEVENTMSG = 0x4206, 7, 24, 0x4208, 12, 0x4201
# Fork, vfork, clone, exec, seccomp; a mark on system calls' ends; what is followed ends with us.
OPTIONS = 2 | 4 | 8 | 16 | 128 | 1 | 0x100000
EVENT_EXEC, EVENT_SECCOMP, EVENT_STOP = 4, 7, 128
SYSCALL_END = signal.SIGTRAP | 0x80
WALL = 0x40000000

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
libc.ptrace.restype = ctypes.c_long


def ptrace(request, pid, data=0):
    """Whether it worked: a process may have been ended by others at any moment."""
    return libc.ptrace(request, pid, 0, data) == 0


class Registers(ctypes.Structure):
    _fields_ = [(name, ctypes.c_ulonglong) for name in (
        "r15 r14 r13 r12 rbp rbx r11 r10 r9 r8 rax rcx rdx rsi rdi number rip cs eflags rsp ss "
        "fs_base gs_base ds es fs gs").split()]

    def arguments(self):
        return [self.rdi, self.rsi, self.rdx, self.r10]


def stop_at_calls():
    """From now on this process, and all that it starts, stands still at the entry of each of CALLS until it is told to go on."""
    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]
    allow, trace = 0x7FFF0000, 0x7FF00000
    code = [(0x20, 0, 0, 4), (0x15, 1, 0, 0xC000003E), (0x06, 0, 0, allow), (0x20, 0, 0, 0)]
    numbers = sorted(CALLS)
    for at, number in enumerate(numbers):
        code.append((0x15, len(numbers) - at, 0, number))
    code += [(0x06, 0, 0, allow), (0x06, 0, 0, trace)]
    text = b"".join(struct.pack("HBBI", *line) for line in code)
    held = ctypes.create_string_buffer(text, len(text))
    program = Program(len(code), ctypes.cast(held, ctypes.c_void_p).value)
    if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, ctypes.byref(program)):
        raise OSError(ctypes.get_errno(), "no seccomp filter can be set here")


class Disc:
    """What stands in a folder, as one hash; contents are read again only where a file's own marks are others."""

    def __init__(self, folder, ignored, images, every):
        self.folder, self.images = folder, images
        self.rest, self.divisor = (int(word) for word in every.split("/"))
        self.ignored = {os.path.join(folder, path) for path in ignored}
        self.contents, self.numbers = {}, {}
        self.number = 0

    def look(self):
        found = hashlib.sha256()
        self.add(found, self.folder)
        digest = found.digest()
        is_new = digest not in self.numbers
        self.number = self.numbers.setdefault(digest, len(self.numbers) + 1)
        if is_new and self.images and self.number % self.divisor == self.rest:
            subprocess.run(["cp", "-a", self.folder, os.path.join(self.images, str(self.number))], check=True)

    def add(self, found, folder):
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
            if entry.path in self.ignored:
                continue
            facts = entry.stat(follow_symlinks=False)
            found.update(f"{entry.path}\0{facts.st_mode:o}\0{facts.st_uid}\0".encode("utf8", "surrogateescape"))
            if stat.S_ISDIR(facts.st_mode):
                self.add(found, entry.path)
            elif stat.S_ISLNK(facts.st_mode):
                found.update(os.fsencode(os.readlink(entry.path)))
            elif stat.S_ISREG(facts.st_mode):
                found.update(self.content(entry.path, facts))

    def content(self, path, facts):
        marks = (facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns)
        known = self.contents.get(facts.st_ino)
        # Times tick more slowly than calls come: what was touched just now may be touched again in the same tick.
        if known is None or known[0] != marks or known[1]:
            with open(path, "rb") as file:
                digest = hashlib.sha256(file.read()).digest()
            young = facts.st_ctime_ns > time.time_ns() - 50_000_000
            known = self.contents[facts.st_ino] = (marks, young, digest)
        return known[2]


class Tracer:
    def __init__(self, options):
        self.disc = Disc(options.watch, options.but, options.images, options.every) if options.watch else None
        self.calls = open(options.calls, "w", encoding="utf8") if options.calls else None
        self.end_before, self.leave = options.end_before, options.leave
        self.tasks, self.left = set(), set()
        self.waiting, self.busy = [], set()
        self.count, self.main, self.changed = 0, 0, True
        self.killed = self.told = False

    def run(self, command):
        self.begin(command)
        while True:
            try:
                pid, status = os.waitpid(-1, WALL)
            except ChildProcessError:
                return
            if os.WIFSTOPPED(status):
                self.stopped(pid, os.WSTOPSIG(status), status >> 16)
            else:
                self.gone(pid, status)
            self.go_on()

    def begin(self, command):
        go, told = os.pipe()
        self.main = os.fork()
        if self.main == 0:
            os.close(told)
            os.read(go, 1)
            os.close(go)
            stop_at_calls()
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)
            os.execvp(command[0], command)
        os.close(go)
        if not ptrace(SEIZE, self.main, OPTIONS):
            raise OSError(ctypes.get_errno(), "nothing can be traced here")
        self.tasks.add(self.main)
        os.write(told, b".")
        os.close(told)

    def stopped(self, pid, sign, event):
        if pid not in self.tasks:
            self.begun(pid)
        if self.killed and pid not in self.left:
            os.kill(pid, signal.SIGKILL)
        elif event == EVENT_SECCOMP:
            self.entered(pid)
        elif event == EVENT_STOP and sign in (signal.SIGSTOP, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU):
            ptrace(LISTEN, pid)
        elif event == EVENT_EXEC:
            if self.is_to_be_left(pid):
                self.left.add(pid)
            ptrace(CONT, pid)
        elif event:
            self.forked(pid)
            ptrace(CONT, pid)
        elif sign == SYSCALL_END:
            self.finished(pid)
            ptrace(CONT, pid)
        else:
            ptrace(CONT, pid, sign)

    def forked(self, pid):
        """Its parent may be gone before a child is seen."""
        child = ctypes.c_ulong()
        if pid in self.left and ptrace(GETEVENTMSG, pid, ctypes.addressof(child)):
            self.left.add(child.value)

    def begun(self, pid):
        """A child is what its parent is; a thread, what its process is."""
        self.tasks.add(pid)
        facts = fields_of(pid)
        process = int(facts.get("Tgid", pid))
        if (process if process != pid else int(facts.get("PPid", 0))) in self.left:
            self.left.add(pid)

    def is_to_be_left(self, pid):
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            line = file.read().replace(b"\0", b" ").decode("utf8", "replace")
        return any(text in line for text in self.leave)

    def gone(self, pid, status):
        self.tasks.discard(pid)
        self.left.discard(pid)
        self.finished(pid)
        if pid in self.waiting:
            self.waiting.remove(pid)
        if self.killed and not self.told and not self.tasks - self.left:
            self.told = True
            say(f"killed {self.count}")
        elif pid == self.main and not self.killed:
            say(f"ended {os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)}")

    def entered(self, pid):
        if pid in self.left:
            ptrace(CONT, pid)
        else:
            self.waiting.append(pid)

    def finished(self, pid):
        if pid in self.busy:
            self.busy.discard(pid)
            self.changed = True

    def go_on(self):
        while self.waiting and not self.busy and not self.killed:
            self.call(self.waiting.pop(0))

    def call(self, pid):
        registers = Registers()
        if not ptrace(GETREGS, pid, ctypes.addressof(registers)):
            return
        name, form = CALLS[registers.number]
        what = what_of(pid, form, registers.arguments())
        if what is None:
            ptrace(CONT, pid)
            return
        self.count += 1
        if self.disc and self.changed:
            self.changed = False
            self.disc.look()
        if self.calls:
            number = self.disc.number if self.disc else 0
            self.calls.write(f"{self.count} {number} {pid} {name} {what}\n")
            self.calls.flush()
        if self.is_the_end(f"{name} {what}"):
            self.end_all()
        elif name in OTHER or what.startswith(("pipe:", "socket:", "/dev/")):
            ptrace(CONT, pid)
        elif ptrace(SYSCALL, pid):
            self.busy.add(pid)

    def is_the_end(self, call):
        if not self.end_before:
            return False
        return self.count == int(self.end_before) if self.end_before.isdigit() else re.search(self.end_before, call)

    def end_all(self):
        self.killed = True
        for pid in self.tasks - self.left:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass


def what_of(pid, form, arguments):
    """What the call is about, for people; nothing where it changes nothing."""
    words = []
    for word in form.split():
        if word == "fd":
            words.append(target_of(pid, arguments[0]))
        elif word.startswith("path"):
            words.append(text_at(pid, arguments[int(word[4:])]))
        elif word.startswith("flags") and not arguments[int(word[5:])] & WRITES:
            return None
    return None if words == ["/dev/null"] else " ".join(words)


def target_of(pid, number):
    try:
        return os.readlink(f"/proc/{pid}/fd/{ctypes.c_int(number & 0xFFFFFFFF).value}")
    except OSError:
        return "?"


def text_at(pid, address):
    try:
        with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
            memory.seek(address)
            # Up to the end of its page: the next one may not be there.
            found = memory.read(4096 - address % 4096)
            if b"\0" not in found:
                found += memory.read(4096)
    except (OSError, OverflowError, ValueError):
        return "?"
    return found.split(b"\0")[0].decode("utf8", "replace").replace("\n", "\\n")


def fields_of(pid):
    try:
        with open(f"/proc/{pid}/status", encoding="utf8", errors="replace") as file:
            return dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)
    except OSError:
        return {}


def say(line):
    sys.stderr.write(f"tracer: {line}\n")
    sys.stderr.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    for name in ("--calls", "--watch", "--images"):
        parser.add_argument(name)
    for name in ("--but", "--leave"):
        parser.add_argument(name, action="append", default=[])
    parser.add_argument("--every", default="0/1")
    parser.add_argument("--end-before", default="")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    Tracer(options).run(options.command)


main()
