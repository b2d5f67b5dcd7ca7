import { verifyJwt } from 'subtle-jws'

globalThis.verify = verifyJwt
