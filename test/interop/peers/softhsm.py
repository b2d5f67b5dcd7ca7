"""Read attributes of a private key in a PKCS#11 token, which pkcs11-tool does not try: softhsm.py MODULE PIN ID TYPE...

Prints what C_GetAttributeValue answers for each type, in hexadecimal: 0x0 where it gives the value.
"""
import ctypes
import sys

CKF_SERIAL_SESSION, CKU_USER, CKA_CLASS, CKA_ID, CKO_PRIVATE_KEY = 4, 1, 0, 0x102, 3


class Attribute(ctypes.Structure):
    _fields_ = [('type', ctypes.c_ulong), ('value', ctypes.c_void_p), ('length', ctypes.c_ulong)]


def attribute(kind, memory):
    return Attribute(kind, ctypes.addressof(memory), ctypes.sizeof(memory))


def must(answer):
    if answer != 0:
        raise SystemExit(f'PKCS#11 answered {answer:#x}')


module, pin, key_id, *types = sys.argv[1:]
token = ctypes.CDLL(module)
slots, count = (ctypes.c_ulong * 8)(), ctypes.c_ulong(8)
session, key = ctypes.c_ulong(), ctypes.c_ulong()
private, key_id = ctypes.c_ulong(CKO_PRIVATE_KEY), ctypes.create_string_buffer(bytes.fromhex(key_id), len(key_id) // 2)
wanted = (Attribute * 2)(attribute(CKA_CLASS, private), attribute(CKA_ID, key_id))
value = ctypes.create_string_buffer(4096)
must(token.C_Initialize(None))
must(token.C_GetSlotList(1, slots, ctypes.byref(count)))
must(token.C_OpenSession(slots[0], CKF_SERIAL_SESSION, None, None, ctypes.byref(session)))
must(token.C_Login(session, CKU_USER, pin.encode(), len(pin)))
must(token.C_FindObjectsInit(session, wanted, 2))
must(token.C_FindObjects(session, ctypes.byref(key), 1, ctypes.byref(count)))
assert count.value == 1, 'no such key'
for kind in types:
    asked = attribute(int(kind, 16), value)
    print(hex(token.C_GetAttributeValue(session, key, ctypes.byref(asked), 1)))
