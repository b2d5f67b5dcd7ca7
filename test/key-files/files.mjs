// Key files as other tools write them. Each is made by a command line of bash, which writes the file named KEY; the
// passphrase of all of them is "secret".
//
// `fault` names what keeps a file from signing: files with one fault may share a sentence. Without `fault` it signs.
// `needs` is the program that makes it, where that may be missing.

const OPENSSL = 'openssl genpkey -quiet'
const RSA = `${OPENSSL} -algorithm RSA -pkeyopt rsa_keygen_bits:2048`
const EC = `${OPENSSL} -algorithm EC -pkeyopt ec_paramgen_curve:P-384`
const CERTIFICATE = `${EC} -out k.pem && openssl req -new -x509 -key k.pem -subj /CN=test -days 30`
const NODE = 'node -p'
/** A JWK that node:crypto makes, as `jwk` in an expression. */
const jwkAs = (expression, type = `'ec',{namedCurve:'P-384'}`) =>
  `node -e 'const {generateKeyPairSync:g}=require("crypto");const p=g(${type.replaceAll("'", '"')});` +
  `const jwk=p.privateKey.export({format:"jwk"}),pub=p.publicKey.export({format:"jwk"});` +
  `const pem=p.privateKey.export({format:"pem",type:"pkcs8"});process.stdout.write(${expression})' > KEY`
const RSA_PAIR = `'rsa',{modulusLength:2048}`
const json = (value, type) => jwkAs(`JSON.stringify(${value})`, type)
const ssh = (options) => `ssh-keygen -q -C test -N "" ${options} -f KEY`

export const FILES = [
  // openssl, old and new
  { name: 'openssl genrsa -traditional', make: 'openssl genrsa -traditional -out KEY 2048' },
  { name: 'openssl genpkey RSA', make: `${RSA} -out KEY` },
  { name: 'openssl ecparam -genkey', make: 'openssl ecparam -genkey -name secp384r1 -out KEY' },
  { name: 'openssl genpkey P-384', make: `${EC} -out KEY` },
  { name: 'openssl genpkey P-256', make: `${EC.replace('384', '256')} -out KEY` },
  { name: 'openssl genpkey Ed25519', make: `${OPENSSL} -algorithm ED25519 -out KEY`, fault: 'two names' },
  { name: 'openssl, with text before', make: 'openssl genrsa 2048 | openssl rsa -text -out KEY' },
  { name: 'openssl, CRLF', make: `${EC} | sed 's/$/\\r/' > KEY` },
  {
    name: 'openssl PKCS#8, encrypted',
    make: `${RSA} -aes256 -pass pass:secret -out KEY`,
    fault: 'PKCS#8 encrypted',
  },
  {
    name: 'openssl PKCS#1, encrypted',
    make: 'openssl genrsa -traditional -aes256 -passout pass:secret -out KEY 2048',
    fault: 'PKCS#1 encrypted',
  },
  {
    name: 'openssl SEC1, encrypted',
    make: `${EC} | openssl ec -aes256 -passout pass:secret -out KEY`,
    fault: 'SEC1 encrypted',
  },
  {
    name: 'openssl RSASSA-PSS',
    make: `${OPENSSL} -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out KEY`,
    fault: 'RSASSA-PSS',
  },
  {
    name: 'openssl, explicit curve',
    make: `${EC} -pkeyopt ec_param_enc:explicit -out KEY`,
    fault: 'explicit curve',
  },
  { name: 'openssl secp256k1', make: `${EC.replace('P-384', 'secp256k1')} -out KEY`, fault: 'secp256k1' },
  { name: 'openssl X25519', make: `${OPENSSL} -algorithm X25519 -out KEY`, fault: 'X25519' },
  { name: 'openssl Ed448', make: `${OPENSSL} -algorithm ED448 -out KEY`, fault: 'Ed448' },
  {
    name: 'openssl DSA',
    make: 'openssl dsaparam -genkey 2048 2> /dev/null | openssl dsa -out KEY',
    fault: 'DSA',
  },
  { name: 'openssl RSA of 1024 bits', make: 'openssl genrsa -out KEY 1024', fault: '1024 bits' },
  { name: 'openssl, cut off', make: `${RSA} | head -c 900 > KEY`, fault: 'cut off' },
  { name: 'openssl, a dash lost', make: `${EC} | sed -E 's/-----/----/g' > KEY`, fault: 'dashes' },
  {
    name: 'openssl PKCS#8 DER',
    make: `${RSA} | openssl pkcs8 -topk8 -nocrypt -outform DER -out KEY`,
    fault: 'PKCS#8 DER',
  },
  {
    name: 'openssl PKCS#8 DER, encrypted',
    make: `${RSA} | openssl pkcs8 -topk8 -passout pass:secret -outform DER -out KEY`,
    fault: 'PKCS#8 DER encrypted',
  },
  {
    name: 'openssl PKCS#1 DER',
    make: 'openssl genrsa 2048 | openssl rsa -traditional -outform DER -out KEY',
    fault: 'PKCS#1 DER',
  },
  { name: 'openssl SEC1 DER', make: `${EC} | openssl ec -outform DER -out KEY`, fault: 'SEC1 DER' },
  {
    name: 'openssl public key DER',
    make: `${EC} | openssl pkey -pubout -outform DER -out KEY`,
    fault: 'SPKI DER',
  },
  {
    name: 'openssl RSA public key DER',
    make: 'openssl genrsa 2048 | openssl rsa -RSAPublicKey_out -outform DER -out KEY',
    fault: 'PKCS#1 public DER',
  },
  { name: 'openssl certificate DER', make: `${CERTIFICATE} -outform DER -out KEY`, fault: 'certificate DER' },
  {
    name: 'openssl request DER',
    make: `${CERTIFICATE.replace(' -x509', '').replace(' -days 30', '')} -outform DER -out KEY`,
    fault: 'request DER',
  },
  {
    name: 'openssl PKCS#12',
    make: `${CERTIFICATE} -out c.pem && openssl pkcs12 -export -inkey k.pem -in c.pem -passout pass:secret -out KEY`,
    fault: 'PKCS#12',
  },
  {
    name: 'openssl 1 PKCS#12 (RC2)',
    make:
      `${CERTIFICATE} -out c.pem && ` +
      'openssl pkcs12 -export -legacy -inkey k.pem -in c.pem -passout pass:secret -out KEY',
    fault: 'PKCS#12, old',
  },
  { name: 'openssl certificate', make: `${CERTIFICATE} -out KEY`, fault: 'certificate' },
  {
    name: 'openssl trusted certificate',
    make: `${CERTIFICATE} | openssl x509 -trustout -out KEY`,
    fault: 'trusted certificate',
  },
  {
    name: 'openssl request',
    make: `${EC} | openssl req -new -key /dev/stdin -subj /CN=t -out KEY`,
    fault: 'request',
  },
  {
    name: 'openssl PKCS#7',
    make: `${CERTIFICATE} -out c.pem && openssl crl2pkcs7 -nocrl -certfile c.pem -out KEY`,
    fault: 'PKCS#7',
  },
  {
    name: 'openssl PKCS#7 DER',
    make: `${CERTIFICATE} -out c.pem && openssl crl2pkcs7 -nocrl -certfile c.pem -outform DER -out KEY`,
    fault: 'PKCS#7 DER',
  },
  { name: 'openssl public key', make: `${EC} | openssl pkey -pubout -out KEY`, fault: 'public key' },
  { name: 'openssl EC parameters', make: 'openssl ecparam -name secp384r1 -out KEY', fault: 'parameters' },
  // ssh-keygen
  { name: 'ssh-keygen rsa', make: ssh('-t rsa -b 2048'), fault: 'OpenSSH RSA' },
  { name: 'ssh-keygen ecdsa', make: ssh('-t ecdsa -b 384'), fault: 'OpenSSH ECDSA' },
  { name: 'ssh-keygen ed25519', make: ssh('-t ed25519'), fault: 'two names' },
  {
    name: 'ssh-keygen rsa, encrypted',
    make: 'ssh-keygen -q -C test -N secret -t rsa -b 2048 -f KEY',
    fault: 'OpenSSH RSA encrypted',
  },
  {
    name: 'ssh-keygen ed25519, encrypted',
    make: 'ssh-keygen -q -C test -N secret -t ed25519 -f KEY',
    fault: 'OpenSSH Ed25519 encrypted',
  },
  { name: 'ssh-keygen -m PEM', make: ssh('-m PEM -t rsa -b 2048') },
  { name: 'ssh-keygen -m PKCS8', make: ssh('-m PKCS8 -t ecdsa -b 256') },
  {
    name: 'ssh-keygen rsa, KEY.pub',
    make: `${ssh('-t rsa -b 2048')} && mv KEY.pub KEY`,
    fault: 'ssh RSA public',
  },
  {
    name: 'ssh-keygen ed25519, KEY.pub',
    make: `${ssh('-t ed25519')} && mv KEY.pub KEY`,
    fault: 'ssh Ed25519 public',
  },
  {
    name: 'ssh-keygen -e (SSH2)',
    make: `${ssh('-t rsa -b 2048')} && ssh-keygen -e -f KEY > e && mv e KEY`,
    fault: 'SSH2 public',
  },
  // keytool
  {
    name: 'keytool PKCS12',
    make:
      'keytool -genkeypair -keyalg EC -groupname secp384r1 -alias a -dname CN=t -storetype PKCS12 -keystore KEY ' +
      '-storepass secret -keypass secret',
    fault: 'PKCS#12',
    needs: 'default-jre-headless',
  },
  {
    name: 'keytool JKS',
    make:
      'keytool -genkeypair -keyalg RSA -keysize 2048 -alias a -dname CN=t -storetype JKS -keystore KEY ' +
      '-storepass secret -keypass secret',
    fault: 'JKS',
    needs: 'default-jre-headless',
  },
  // JOSE libraries
  {
    name: 'jwcrypto JWK',
    make: `/usr/bin/python3 -c 'from jwcrypto import jwk;print(jwk.JWK.generate(kty="RSA",size=2048).export())' > KEY`,
    needs: 'python3-jwcrypto',
  },
  {
    name: 'jwcrypto set',
    make:
      `/usr/bin/python3 -c 'from jwcrypto import jwk;s=jwk.JWKSet();s.add(jwk.JWK.generate(kty="EC",crv="P-384"));` +
      `print(s.export())' > KEY`,
    needs: 'python3-jwcrypto',
  },
  {
    name: 'node-jose toJSON(true)',
    make: json('{keys:[{kty:jwk.kty,kid:"n",crv:jwk.crv,x:jwk.x,y:jwk.y,d:jwk.d}]}'),
  },
  { name: 'mkjwk', make: json('{...jwk,use:"sig",kid:"m",alg:"RS384"}', RSA_PAIR) },
  {
    name: '.NET JsonWebKey',
    make: json(
      '{AdditionalData:{},Alg:null,Crv:jwk.crv,D:jwk.d,KeyOps:[],Kid:null,Kty:"EC",X:jwk.x,Y:jwk.y,X5c:[]}',
    ),
  },
  {
    name: '.NET, nulls and empty lists',
    make: json('{...jwk,alg:null,kid:null,use:null,key_ops:[],x5c:[],x5t:null,oth:null}', RSA_PAIR),
  },
  {
    name: 'Google service account',
    make: json('{type:"service_account",private_key_id:"g",private_key:pem}', RSA_PAIR),
  },
  {
    name: 'Google {kid: certificate}',
    make: `${CERTIFICATE} -out c.pem && ${NODE} 'JSON.stringify({a:fs.readFileSync("c.pem","utf8")})' > KEY`,
    fault: 'certificates by kid',
  },
  { name: 'a public JWK', make: json('pub'), fault: 'public JWK' },
  { name: 'a list of JWKs', make: json('[jwk]'), fault: 'list of JWKs' },
  { name: 'a shared secret', make: `echo '{"kty":"oct","k":"AAAA"}' > KEY`, fault: 'oct' },
  {
    name: 'RSA without its primes',
    make: json('{kty:"RSA",n:jwk.n,e:jwk.e,d:jwk.d}', RSA_PAIR),
    fault: 'no primes',
  },
  { name: 'JSON without a key', make: `echo '{"client_id":"a"}' > KEY`, fault: 'no key' },
  { name: 'JSON, cut off', make: `${json('jwk')} && truncate -s -9 KEY`, fault: 'no JSON' },
  { name: 'an empty set', make: `echo '{"keys":[]}' > KEY`, fault: 'empty set' },
  // How they are kept and sent
  {
    name: 'PowerShell, UTF-16',
    make: `${json('jwk')} && (printf '\\xff\\xfe'; iconv -t UTF-16LE KEY) > u && mv u KEY`,
  },
  { name: 'a byte order mark', make: `${EC} -out k && (printf '\\xef\\xbb\\xbf'; cat k) > KEY` },
  { name: 'a line with \\n', make: jwkAs('pem.replaceAll("\\n","\\\\n")') },
  { name: 'base64 of PEM', make: `${EC} | base64 -w0 > KEY`, fault: 'base64 of PEM' },
  { name: 'base64 of JSON', make: `${json('jwk')} && base64 KEY > b && mv b KEY`, fault: 'base64 of JSON' },
  {
    name: 'base64url of JSON',
    make: jwkAs('Buffer.from(JSON.stringify(jwk)).toString("base64url")'),
    fault: 'base64url of JSON',
  },
  { name: 'PEM without its lines', make: `${EC} | grep -v -- '--' > KEY`, fault: 'base64 of DER' },
  {
    name: 'hexadecimal of DER',
    make: jwkAs('p.privateKey.export({format:"der",type:"pkcs8"}).toString("hex")'),
    fault: 'hex',
  },
  { name: 'base64 of a secret', make: 'openssl rand -base64 48 > KEY', fault: 'base64 of a secret' },
  { name: 'gzip', make: `${EC} | gzip > KEY`, fault: 'gzip' },
  { name: 'a Kubernetes Secret', make: `printf 'apiVersion: v1\\nkind: Secret\\n' > KEY`, fault: 'manifest' },
  { name: 'a token', make: 'echo eyJhbGciOiJFUzM4NCJ9.e30.AAAA > KEY', fault: 'token' },
  { name: 'a web page', make: `echo '<!DOCTYPE html><html></html>' > KEY`, fault: 'page' },
  { name: 'an empty file', make: ': > KEY', fault: 'empty' },
  { name: 'a folder', make: 'mkdir KEY', fault: 'folder' },
  { name: 'a file too large', make: 'truncate -s 2M KEY', fault: 'too large' },
  { name: 'random octets', make: 'head -c 500 /dev/urandom > KEY', fault: 'binary' },
  { name: 'no file', make: ':', fault: 'no file' },
]
