"""The calls to Windows' own spooler (winspool.drv); nothing here decides anything."""

from __future__ import annotations

import ctypes
import sys
from ctypes import POINTER, Structure, byref, c_int, c_uint32, c_void_p, c_wchar_p, sizeof
from typing import Any

from app.devices.printing.ways.windows_queue import NoSuchPrinter, SpoolerSaysNo

_INVALID_PARAMETER, _INVALID_NAME, _SMALL_BUFFER = 87, 1801, 122
_LOCAL_AND_CONNECTED = 0x2 | 0x4
_DELETE_JOB = 5


class _DocInfo(Structure):
    _fields_ = (("name", c_wchar_p), ("output", c_wchar_p), ("kind", c_wchar_p))


class _PrinterInfo4(Structure):
    _fields_ = (("name", c_wchar_p), ("server", c_wchar_p), ("attributes", c_uint32))


class _PrinterInfo2(Structure):
    _fields_ = (
        *((f"words{n}", c_wchar_p) for n in range(7)),
        ("mode", c_void_p),
        *((f"more{n}", c_wchar_p) for n in range(4)),
        ("security", c_void_p),
        ("attributes", c_uint32),
        *((f"number{n}", c_uint32) for n in range(4)),
        ("status", c_uint32),
        ("jobs", c_uint32),
        ("average", c_uint32),
    )


class _JobInfo1(Structure):
    _fields_ = (
        ("number", c_uint32),
        *((f"words{n}", c_wchar_p) for n in range(6)),
        ("status", c_uint32),
        *((f"number{n}", c_uint32) for n in range(4)),
        ("submitted", c_uint32 * 4),
    )


_WINDOWS: Any = ctypes
"""What ctypes has on Windows alone."""


def is_here() -> bool:
    """Whether this computer runs Windows."""
    return sys.platform == "win32"


class Winspool:
    """One document at a time."""

    def __init__(self) -> None:
        self._open = c_void_p()
        if not is_here():
            raise SpoolerSaysNo(0)
        self._dll: Any = _WINDOWS.WinDLL("winspool.drv", use_last_error=True)
        self._dll.WritePrinter.argtypes = (c_void_p, c_void_p, c_uint32, POINTER(c_uint32))

    def names(self) -> tuple[str, ...]:
        size, count = c_uint32(), c_uint32()
        kinds = c_uint32(_LOCAL_AND_CONNECTED)
        self._dll.EnumPrintersW(kinds, None, 4, None, 0, byref(size), byref(count))
        if not size.value:
            return ()
        room = ctypes.create_string_buffer(size.value)
        self._must(self._dll.EnumPrintersW(kinds, None, 4, room, size, byref(size), byref(count)))
        found = ctypes.cast(room, POINTER(_PrinterInfo4))
        return tuple(sorted(str(found[n].name) for n in range(count.value)))

    def printer(self, name: str) -> tuple[int, int]:
        handle = self._opened(name)
        try:
            size = c_uint32()
            self._dll.GetPrinterW(handle, 2, None, 0, byref(size))
            room = ctypes.create_string_buffer(max(size.value, sizeof(_PrinterInfo2)))
            self._must(self._dll.GetPrinterW(handle, 2, room, len(room), byref(size)))
            info = ctypes.cast(room, POINTER(_PrinterInfo2)).contents
            return int(info.status), int(info.attributes)
        finally:
            self._dll.ClosePrinter(handle)

    def begin(self, name: str, title: str) -> int:
        self._open = self._opened(name)
        wanted = _DocInfo(title, None, "RAW")
        number = int(self._dll.StartDocPrinterW(self._open, 1, byref(wanted)))
        try:
            self._must(number)
            self._must(self._dll.StartPagePrinter(self._open))
        except SpoolerSaysNo:
            self._dll.AbortPrinter(self._open)
            self._close()
            raise
        return number

    def write(self, data: bytes) -> int:
        taken = c_uint32()
        self._must(self._dll.WritePrinter(self._open, data, len(data), byref(taken)))
        return taken.value

    def end(self) -> None:
        try:
            self._must(self._dll.EndPagePrinter(self._open))
            self._must(self._dll.EndDocPrinter(self._open))
        finally:
            self._close()

    def abort(self) -> None:
        try:
            self._must(self._dll.AbortPrinter(self._open))
        finally:
            self._close()

    def job(self, name: str, number: int) -> int | None:
        handle = self._opened(name)
        try:
            size = c_uint32()
            self._dll.GetJobW(handle, number, 1, None, 0, byref(size))
            if (code := _last_error()) == _INVALID_PARAMETER:
                return None
            if code != _SMALL_BUFFER:
                raise SpoolerSaysNo(code)
            room = ctypes.create_string_buffer(size.value + 1024)
            done = self._dll.GetJobW(handle, number, 1, room, len(room), byref(size))
            if not done and _last_error() == _INVALID_PARAMETER:
                return None
            self._must(done)
            return int(ctypes.cast(room, POINTER(_JobInfo1)).contents.status)
        finally:
            self._dll.ClosePrinter(handle)

    def delete(self, name: str, number: int) -> None:
        handle = self._opened(name)
        try:
            self._must(self._dll.SetJobW(handle, number, 0, None, _DELETE_JOB))
        finally:
            self._dll.ClosePrinter(handle)

    def _opened(self, name: str) -> c_void_p:
        handle = c_void_p()
        if not self._dll.OpenPrinterW(c_wchar_p(name), byref(handle), None):
            code = _last_error()
            raise NoSuchPrinter(name) if code == _INVALID_NAME else SpoolerSaysNo(code)
        return handle

    def _close(self) -> None:
        self._dll.ClosePrinter(self._open)
        self._open = c_void_p()

    def _must(self, done: int | c_int) -> None:
        if not done:
            raise SpoolerSaysNo(_last_error())


def _last_error() -> int:
    return int(_WINDOWS.get_last_error())
