package manifest

import "syscall"

// useHugePages asks for pages of 2 MB where the system gives them on demand: a hundred megabytes are else 25,000 page
// faults. Whether it is heard makes no difference but in time.
func useHugePages(data []byte) { _ = syscall.Madvise(data, syscall.MADV_HUGEPAGE) }
