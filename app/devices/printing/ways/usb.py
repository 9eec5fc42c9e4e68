"""A printer on USB, spoken to directly through libusb: its class is 7, or its maker's own."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from threading import Event
from typing import Any

from app.areas.printing.rules import usb_ids
from app.devices.printing.ways.way import SLICE_S, Times, Unreachable
from app.kernel.paper import Trouble

PRINTER_CLASS = 7
_MAKERS_OWN = 255
_BULK, _IN = 2, 0x80
_NO_ACCESS = (errno.EACCES, errno.EPERM)
_NOTHING_S = 0.005


class UsbStream:
    """The printer's interface, taken from the system's own driver for one job."""

    counts = False
    lag_s = 0.0

    def __init__(self, address: str, times: Times, stop: Event, backend: Any = None) -> None:
        self.place, self._stop = address, stop
        try:
            self._device = _device(address, backend)
            self._interface = _interface(self._device)
            self._detached = _claim(self._device, self._interface.bInterfaceNumber)
        except OSError as error:
            raise Unreachable(str(error), _why(error)) from error
        out, back = _ends(self._interface)
        self._out, self._in = out, back
        self.hears = back is not None
        self._alternate()

    def write(self, data: memoryview, *, now: bool = False) -> int:
        import usb.core

        try:
            return int(self._out.write(bytes(data), int(SLICE_S * 1000)))
        except usb.core.USBTimeoutError:
            return 0

    def read(self, most_s: float) -> bytes:
        import usb.core

        if self._in is None:
            return b""
        most = max(64, self._in.wMaxPacketSize)
        try:
            # To libusb a time of zero is for ever.
            came = bytes(self._in.read(most, max(2, int(most_s * 1000))))
        except usb.core.USBTimeoutError:
            return b""
        if not came and most_s:
            self._stop.wait(_NOTHING_S)
        return came

    def waiting(self) -> int:
        return 0

    def close(self) -> None:
        import usb.util

        number = self._interface.bInterfaceNumber
        with contextlib.suppress(OSError):
            usb.util.release_interface(self._device, number)
        if self._detached:
            with contextlib.suppress(OSError, NotImplementedError):
                self._device.attach_kernel_driver(number)
        with contextlib.suppress(OSError):
            usb.util.dispose_resources(self._device)

    def _alternate(self) -> None:
        if self._interface.bAlternateSetting:
            try:
                self._device.set_interface_altsetting(
                    self._interface.bInterfaceNumber, self._interface.bAlternateSetting
                )
            except OSError as error:
                self.close()
                raise Unreachable(str(error)) from error


def usb_printers(backend: Any = None) -> Iterator[Any]:
    """Every device with an interface of a printer, as pyusb knows it."""
    yield from _found(backend, custom_match=_is_printer)


def words(device: Any, index: int) -> str:
    """What a device says of itself; empty where it says nothing, or may not be asked."""
    import usb.util

    try:
        said = usb.util.get_string(device, index) if index else ""
    except (OSError, ValueError, NotImplementedError):
        return ""
    return " ".join("".join(c for c in said or "" if c.isprintable()).split())


def let_go(device: Any) -> None:
    """Close a device that was only asked for its words."""
    import usb.util

    with contextlib.suppress(OSError):
        usb.util.dispose_resources(device)


def _found(backend: Any, **wanted: Any) -> Iterator[Any]:
    try:
        import usb.core
    except ImportError as error:
        raise Unreachable(str(error), Trouble.NO_DRIVER) from error
    try:
        yield from usb.core.find(find_all=True, backend=backend, **wanted)
    except usb.core.NoBackendError as error:
        raise Unreachable("libusb is not installed", Trouble.NO_DRIVER) from error


def _device(address: str, backend: Any) -> Any:
    """The one device of this address; another of the same make only where none was named."""
    vendor, product, serial = usb_ids(address)
    denied = False
    for device in _found(backend, idVendor=vendor, idProduct=product):
        said = words(device, device.iSerialNumber) if serial else ""
        if said == serial:
            return device
        denied = denied or not said
        let_go(device)
    if denied:
        raise OSError(errno.EACCES, "its serial number can't be read")
    raise OSError(errno.ENODEV, "no such USB printer")


def _is_printer(device: Any) -> bool:
    try:
        return any(
            interface.bInterfaceClass == PRINTER_CLASS
            for configuration in device
            for interface in configuration
        )
    except OSError:
        return False


def _interface(device: Any) -> Any:
    """The printer's interface with a way out of it; one with a way back first."""
    import usb.core

    try:
        configuration = device.get_active_configuration()
    except usb.core.USBError as error:
        if error.errno in _NO_ACCESS:
            raise
        device.set_configuration()
        configuration = device.get_active_configuration()
    fit = [each for each in configuration if _ends(each)[0] is not None]
    for kind in (PRINTER_CLASS, _MAKERS_OWN):
        of_kind = [each for each in fit if each.bInterfaceClass == kind]
        if of_kind:
            return max(of_kind, key=lambda each: (_ends(each)[1] is not None, -_order(each)))
    raise OSError(errno.ENODEV, "no printer's interface")


def _order(interface: Any) -> int:
    return int(interface.bInterfaceNumber) * 256 + int(interface.bAlternateSetting)


def _ends(interface: Any) -> tuple[Any, Any]:
    """Its endpoints for bulk data: out to the printer, and back from it."""
    out = back = None
    for end in interface:
        if end.bmAttributes & 3 == _BULK:
            if end.bEndpointAddress & _IN:
                back = back or end
            else:
                out = out or end
    return out, back


def _claim(device: Any, number: int) -> bool:
    """Take the interface; whether the system's own driver had it."""
    import usb.util

    detached = False
    with contextlib.suppress(NotImplementedError):
        if device.is_kernel_driver_active(number):
            device.detach_kernel_driver(number)
            detached = True
    try:
        usb.util.claim_interface(device, number)
    except OSError:
        if detached:
            with contextlib.suppress(OSError, NotImplementedError):
                device.attach_kernel_driver(number)
        raise
    return detached


def _why(error: OSError) -> Trouble:
    if error.errno in _NO_ACCESS:
        return Trouble.NO_ACCESS
    return Trouble.NO_ANSWER if error.errno == errno.EBUSY else Trouble.NOT_REACHABLE
