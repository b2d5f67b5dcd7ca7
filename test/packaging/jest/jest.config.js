// Without transforms, ES modules need NODE_OPTIONS=--experimental-vm-modules.
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
