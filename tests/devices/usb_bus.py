"""A USB bus for pyusb with printers on it, each one's mind a StandInPrinter: strict about claims,
drivers, endpoints and times, as libusb is.
"""

from __future__ import annotations

import errno
import socket
from array import array
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import usb.backend
import usb.core

from tests.devices.stand_in_printer import StandInPrinter

OUT, IN = 0x01, 0x82


@dataclass
class UsbPrinter:
    """A device with one interface; tests change what it does at any time."""

    mind: StandInPrinter
    vendor: int = 0x04B8
    product: int = 0x0E15
    strings: dict[int, str] = field(default_factory=lambda: {1: "EPSON", 2: "TM-T20II", 3: "J2A1"})
    kind: int = 7
    answers: bool = True
    denied: bool = False
    taken: bool = False
    """Another program has claimed it."""
    gone: bool = False
    driver: bool = True
    """The system's own driver holds it."""
    talk: socket.socket | None = None
    claimed: bool = False
    opened: int = 0


class UsbBus(usb.backend.IBackend):  # type: ignore[misc]
    """The backend pyusb is given in place of libusb."""

    def __init__(self, *printers: UsbPrinter) -> None:
        super().__init__()
        self.printers = list(printers)
        self.complaints: list[str] = []

    def enumerate_devices(self) -> Any:
        return iter([each for each in self.printers if not each.gone])

    def get_device_descriptor(self, dev: UsbPrinter) -> Any:
        return SimpleNamespace(
            bLength=18,
            bDescriptorType=1,
            bcdUSB=0x0200,
            bDeviceClass=0,
            bDeviceSubClass=0,
            bDeviceProtocol=0,
            bMaxPacketSize0=64,
            idVendor=dev.vendor,
            idProduct=dev.product,
            bcdDevice=0x0100,
            iManufacturer=1,
            iProduct=2,
            iSerialNumber=3 if 3 in dev.strings else 0,
            bNumConfigurations=1,
            address=self.printers.index(dev) + 1,
            bus=1,
            port_number=1,
            port_numbers=(1,),
            speed=2,
        )

    def get_configuration_descriptor(self, dev: UsbPrinter, config: int) -> Any:
        if config:
            raise IndexError
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=2,
            wTotalLength=32,
            bNumInterfaces=1,
            bConfigurationValue=1,
            iConfiguration=0,
            bmAttributes=0xC0,
            bMaxPower=1,
            extra_descriptors=[],
        )

    def get_interface_descriptor(self, dev: UsbPrinter, intf: int, alt: int, config: int) -> Any:
        if intf or alt or config:
            raise IndexError
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=4,
            bInterfaceNumber=0,
            bAlternateSetting=0,
            bNumEndpoints=2 if dev.answers else 1,
            bInterfaceClass=dev.kind,
            bInterfaceSubClass=1,
            bInterfaceProtocol=2 if dev.answers else 1,
            iInterface=0,
            extra_descriptors=[],
        )

    def get_endpoint_descriptor(
        self, dev: UsbPrinter, ep: int, intf: int, alt: int, config: int
    ) -> Any:
        ends = [OUT, IN] if dev.answers else [OUT]
        return SimpleNamespace(
            bLength=7,
            bDescriptorType=5,
            bEndpointAddress=ends[ep],
            bmAttributes=2,
            wMaxPacketSize=64,
            bInterval=0,
            bRefresh=0,
            bSynchAddress=0,
            extra_descriptors=[],
        )

    def open_device(self, dev: UsbPrinter) -> UsbPrinter:
        if dev.denied:
            raise usb.core.USBError("Access denied (insufficient permissions)", -3, errno.EACCES)
        dev.opened += 1
        return dev

    def close_device(self, dev_handle: UsbPrinter) -> None:
        dev_handle.opened -= 1

    def set_configuration(self, dev_handle: UsbPrinter, config_value: int) -> None:
        self.complaints.append("the configuration was set without need")

    def get_configuration(self, dev_handle: UsbPrinter) -> int:
        self._there(dev_handle)
        return 1

    def claim_interface(self, dev_handle: UsbPrinter, intf: int) -> None:
        self._there(dev_handle)
        if dev_handle.driver or dev_handle.taken or dev_handle.claimed:
            raise usb.core.USBError("Resource busy", -6, errno.EBUSY)
        dev_handle.claimed = True
        # What is in the device outlives the program's claim: one conversation for ever.
        if dev_handle.talk is None:
            dev_handle.talk = socket.create_connection(("127.0.0.1", dev_handle.mind.port))

    def release_interface(self, dev_handle: UsbPrinter, intf: int) -> None:
        if not dev_handle.claimed:
            self.complaints.append("released what was not claimed")
        dev_handle.claimed = False

    def bulk_write(
        self, dev_handle: UsbPrinter, ep: int, intf: int, data: Any, timeout: int
    ) -> int:
        talk = self._ready(dev_handle, ep, OUT, timeout)
        try:
            return talk.send(bytes(data))
        except TimeoutError:
            raise usb.core.USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT) from None
        except OSError:
            raise usb.core.USBError("Input/Output Error", -1, errno.EIO) from None

    def bulk_read(
        self, dev_handle: UsbPrinter, ep: int, intf: int, buff: array[int], timeout: int
    ) -> int:
        talk = self._ready(dev_handle, ep, IN, timeout)
        if len(buff) % 64:
            self.complaints.append("less room than a packet")
        try:
            came = talk.recv(len(buff))
        except TimeoutError:
            raise usb.core.USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT) from None
        except OSError:
            raise usb.core.USBError("Input/Output Error", -1, errno.EIO) from None
        buff[: len(came)] = array("B", came)
        return len(came)

    def ctrl_transfer(
        self,
        dev_handle: UsbPrinter,
        bmRequestType: int,
        bRequest: int,
        wValue: int,
        wIndex: int,
        data: array[int],
        timeout: int,
    ) -> int:
        """Only strings are asked for."""
        self._there(dev_handle)
        number = wValue & 0xFF
        said = b"\x09\x04" if number == 0 else dev_handle.strings[number].encode("utf-16-le")
        came = array("B", bytes([len(said) + 2, 3]) + said)[: len(data)]
        data[: len(came)] = came
        return len(came)

    def is_kernel_driver_active(self, dev_handle: UsbPrinter, intf: int) -> bool:
        return dev_handle.driver

    def detach_kernel_driver(self, dev_handle: UsbPrinter, intf: int) -> None:
        dev_handle.driver = False

    def attach_kernel_driver(self, dev_handle: UsbPrinter, intf: int) -> None:
        if dev_handle.claimed:
            self.complaints.append("the driver came back to a claimed printer")
        dev_handle.driver = True

    def _there(self, printer: UsbPrinter) -> None:
        if printer.gone:
            raise usb.core.USBError("No such device (it may have been disconnected)", -4, 19)

    def _ready(self, printer: UsbPrinter, ep: int, wanted: int, timeout: int) -> socket.socket:
        self._there(printer)
        if not printer.claimed or ep != wanted or timeout <= 0:
            self.complaints.append(f"endpoint {ep:#x} used wrongly, {timeout} ms")
        assert printer.talk is not None
        printer.talk.settimeout(timeout / 1000)
        return printer.talk
