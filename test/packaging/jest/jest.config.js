// Modules as they are: run as NODE_OPTIONS=--experimental-vm-modules jest
export default {
  projects: [
    { displayName: 'node', transform: {}, testMatch: ['**/server.test.js'] },
    {
      displayName: 'jsdom',
      transform: {},
      testEnvironment: 'jsdom',
      setupFiles: ['./webcrypto.js'],
      testMatch: ['**/page.test.js'],
    },
    { displayName: 'jsdom alone', transform: {}, testEnvironment: 'jsdom', testMatch: ['**/bare.test.js'] },
  ],
}
