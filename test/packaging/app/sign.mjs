// An application that signs, and does nothing else.
import { signJwt } from 'subtle-jws'

globalThis.sign = signJwt
