/* LD_PRELOAD: writes down, in order, what a process writes to the files named in DISK_LOG_FILES and when it
   makes them durable. One record: kind (W write, T truncate, S sync), file number, offset, length, then the
   bytes of a write. The log is read back by tests/faults/test_power_cut.py. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define MOST_FDS 1024

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;
static int files[MOST_FDS]; /* 0 not asked yet, -1 not ours, else the file's number from 1 */

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_ftruncate)(int, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_close)(int);

__attribute__((constructor)) static void begin(void) {
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_close = dlsym(RTLD_NEXT, "close");
    const char *path = getenv("DISK_LOG");
    if (path) log_fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int number_of(int fd) {
    if (log_fd < 0 || fd < 0 || fd >= MOST_FDS || fd == log_fd) return -1;
    if (files[fd]) return files[fd];
    char link[64], path[4096], names[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    files[fd] = -1;
    if (size < 0) return -1;
    path[size] = 0;
    strncpy(names, getenv("DISK_LOG_FILES"), sizeof names - 1);
    names[sizeof names - 1] = 0;
    int number = 0;
    for (char *rest = names, *name; (name = strsep(&rest, ":"));) {
        number++;
        if (strcmp(name, path) == 0) files[fd] = number;
    }
    return files[fd];
}

static void note(char kind, int file, int64_t offset, uint64_t length, const void *bytes) {
    struct __attribute__((packed)) { char kind; uint8_t file; int64_t offset; uint64_t length; } head = {
        kind, (uint8_t)file, offset, length};
    if (real_write(log_fd, &head, sizeof head) != sizeof head) abort();
    if (bytes && real_write(log_fd, bytes, length) != (ssize_t)length) abort();
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
    pthread_mutex_lock(&lock);
    int file = number_of(fd);
    ssize_t done = real_pwrite(fd, bytes, length, offset);
    if (file > 0 && done > 0) note('W', file, offset, done, bytes);
    pthread_mutex_unlock(&lock);
    return done;
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t offset) { return pwrite(fd, bytes, length, offset); }

ssize_t write(int fd, const void *bytes, size_t length) {
    pthread_mutex_lock(&lock);
    int file = number_of(fd);
    off_t offset = file > 0 ? lseek(fd, 0, SEEK_CUR) : 0;
    ssize_t done = real_write(fd, bytes, length);
    if (file > 0 && done > 0) note('W', file, offset, done, bytes);
    pthread_mutex_unlock(&lock);
    return done;
}

int ftruncate(int fd, off_t size) {
    pthread_mutex_lock(&lock);
    int file = number_of(fd), done = real_ftruncate(fd, size);
    if (file > 0 && done == 0) note('T', file, size, 0, NULL);
    pthread_mutex_unlock(&lock);
    return done;
}
int ftruncate64(int fd, off_t size) { return ftruncate(fd, size); }

static int synced(int fd, int (*real)(int)) {
    int done = real(fd); /* before the lock: a slow disk must not hold up the other writes */
    pthread_mutex_lock(&lock);
    int file = number_of(fd);
    if (file > 0 && done == 0) note('S', file, 0, 0, NULL);
    pthread_mutex_unlock(&lock);
    return done;
}
int fsync(int fd) { return synced(fd, real_fsync); }
int fdatasync(int fd) { return synced(fd, real_fdatasync); }

int close(int fd) {
    pthread_mutex_lock(&lock);
    if (fd >= 0 && fd < MOST_FDS) files[fd] = 0;
    pthread_mutex_unlock(&lock);
    return real_close(fd);
}
