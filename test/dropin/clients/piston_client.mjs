import assert from 'node:assert'
import piston from 'piston-client'

const client = piston({ server: process.env.ADDRESS })
const runtimes = await client.runtimes()
assert.ok(runtimes.some((r) => r.language === 'javascript' && r.aliases.includes('js')))
const done = await client.execute('python', 'print("hello", input())', { stdin: 'there' })
assert.strictEqual(done.run.output, 'hello there\n')
const files = await client.execute({
  language: 'javascript',
  version: '*',
  files: [
    { name: 'start.js', content: 'console.log(require("./part.js")); console.error(process.argv.length)' },
    { name: 'part.js', content: 'module.exports = 7' },
  ],
  args: ['a'],
})
assert.strictEqual(files.run.stdout, '7\n')
assert.strictEqual(files.run.stderr, '3\n')
console.log('all is well')
