// A user's module: "go to definition" is asked on line 2.
import { ecdsaSignatureFromDer } from 'subtle-jws'

try {
  ecdsaSignatureFromDer(new Uint8Array(8), 'ES384')
} catch ({ stack }) {
  console.log(stack)
}
