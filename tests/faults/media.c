/*
 * A medium that fails: the n-th write call on a file below a folder is refused, or the process dies in the middle of it.
 *
 * Preloaded before libc (LD_PRELOAD). Nothing happens until media_arm is called; what is counted are write, writev, pwrite,
 * ftruncate, fsync, fdatasync, rename and the making of files, each on a path that begins with the folder.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { COUNT = 0, KILL = 1, FULL = 2, FAULT = 3 };

static char folder[PATH_MAX];
static size_t folder_length;
static long calls, fatal;
static int kind, armed;

void media_arm(const char *below, long at, int how) {
    snprintf(folder, sizeof folder, "%s", below);
    folder_length = strlen(folder);
    calls = 0;
    fatal = at;
    kind = how;
    armed = 1;
}

long media_calls(void) { return calls; }

static int below(const char *path) { return armed && strncmp(path, folder, folder_length) == 0; }

static int on_medium(int file) {
    char name[64], path[PATH_MAX];
    ssize_t length;
    if (!armed) return 0;
    snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    length = readlink(name, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return below(path);
}

/* Whether this call goes wrong. A full medium stays full and refuses what needs room; a fault happens once. */
static int wrong(int needs_room) {
    calls++;
    if (kind == KILL && calls == fatal) return KILL;
    if (kind == FULL && calls >= fatal && needs_room) { errno = ENOSPC; return FULL; }
    if (kind == FAULT && calls == fatal) { errno = EIO; return FAULT; }
    return 0;
}

static void die(void) { kill(getpid(), SIGKILL); for (;;) pause(); }

#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, #name)

ssize_t write(int file, const void *bytes, size_t size) {
    REAL(write);
    if (on_medium(file)) switch (wrong(1)) {
        case KILL: real(file, bytes, size / 2); die();
        case FULL: case FAULT: return -1;
    }
    return real(file, bytes, size);
}

ssize_t writev(int file, const struct iovec *parts, int count) {
    REAL(writev);
    if (on_medium(file)) switch (wrong(1)) {
        case KILL: die();
        case FULL: case FAULT: return -1;
    }
    return real(file, parts, count);
}

#define PWRITE(name, offset_type) \
    ssize_t name(int file, const void *bytes, size_t size, offset_type offset) { \
        REAL(name); \
        if (on_medium(file)) switch (wrong(1)) { \
            case KILL: real(file, bytes, size / 2, offset); die(); \
            case FULL: case FAULT: return -1; \
        } \
        return real(file, bytes, size, offset); \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define TRUNCATE(name, size_type) \
    int name(int file, size_type size) { \
        REAL(name); \
        if (on_medium(file)) switch (wrong(0)) { \
            case KILL: die(); \
            case FULL: case FAULT: return -1; \
        } \
        return real(file, size); \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SYNC(name) \
    int name(int file) { \
        REAL(name); \
        if (on_medium(file)) switch (wrong(0)) { \
            case KILL: die(); \
            case FULL: case FAULT: return -1; \
        } \
        return real(file); \
    }
SYNC(fsync)
SYNC(fdatasync)

int rename(const char *from, const char *to) {
    REAL(rename);
    if (below(to)) switch (wrong(0)) {
        case KILL: die();
        case FULL: case FAULT: return -1;
    }
    return real(from, to);
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        mode_t mode = 0; \
        REAL(name); \
        if (flags & O_CREAT) { \
            va_list rest; \
            va_start(rest, flags); \
            mode = va_arg(rest, mode_t); \
            va_end(rest); \
            if (below(path) && access(path, F_OK) != 0) switch (wrong(1)) { \
                case KILL: die(); \
                case FULL: case FAULT: return -1; \
            } \
        } \
        return real(path, flags, mode); \
    }
OPEN(open)
OPEN(open64)
