// tests/peers/node_coap/server.js - a small MSGin5G Server over the npm package coap: clear CoAP, by TS 24.538 6.3.1.2.
// usage: node server.js REGISTRATIONS (a file, written anew at each change, for the oracle)
'use strict'
const fs = require('fs')
const coap = require('coap')

const UES = 16
const JSON_FORMAT = 'application/json'
// The members of the default binding: object, name, type, required in its object, what it needs beside it.
const MEMBERS = [
  ['msgin5gClientTriggeringInformation', 'msgin5gUeId', 'string', true],
  ['msgin5gClientTriggeringInformation', 'msgin5gClientPorts', 'ports', true],
  ['msgin5gClientCommunicationAvailability', 'scheduledCommunicationTime', 'string', true],
  ['msgin5gClientCommunicationAvailability', 'communicationDurationTime', 'count', true],
  ['msgin5gClientCommunicationAvailability', 'periodicCommunicationIndicator', 'indicator', false, 'periodicCommunicationInterval'],
  ['msgin5gClientCommunicationAvailability', 'periodicCommunicationInterval', 'count', false],
  ['msgin5gClientCommunicationAvailability', 'dataSizeIndication', 'count', false],
  ['msgin5gClientCommunicationAvailability', 'storeAndForwardOption', 'boolean', false]
]

const isObject = (v) => typeof v === 'object' && v !== null && !Array.isArray(v)
const isWhole = (v, least, most) => Number.isInteger(v) && v >= least && v <= most
const IS = {
  string: (v) => typeof v === 'string',
  boolean: (v) => typeof v === 'boolean',
  count: (v) => isWhole(v, 0, 2 ** 32 - 1),
  ports: (v) => Array.isArray(v) && v.every((port) => isWhole(port, 1, 65535)),
  indicator: (v) => v === 'PERIODICALLY' || v === 'ON_DEMAND'
}

const [registrations] = process.argv.slice(2)
const provisioned = new Set(Array.from({ length: UES }, (_, i) => `ue${i + 1}@example.org`))
const profiles = new Map() // of the registered, by UE Service ID

function writeRegistrations () {
  const list = Array.from(profiles, ([id, profile]) => ({ 'ue-service-id': id, 'client-profile': profile ?? null }))
  fs.writeFileSync(registrations + '.new', JSON.stringify(list))
  fs.renameSync(registrations + '.new', registrations)
}

function memberIsRight (part, [, name, type, required, needs]) {
  if (part[name] === undefined) return !required
  return IS[type](part[name]) && (!needs || part[needs] !== undefined)
}

function profileIsRight (profile) {
  if (profile === undefined) return true
  if (!isObject(profile)) return false
  return MEMBERS.every((member) => {
    const part = profile[member[0]]
    return part === undefined || (isObject(part) && memberIsRight(part, member))
  })
}

// RFC 8259 in UTF-8, an object; undefined: it is none.
function parse (octets) {
  try {
    const body = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets))
    return isObject(body) ? body : undefined
  } catch {
    return undefined
  }
}

// [code, body]: a text refuses, an object answers.
function carryOut (body) {
  const { msgin5gServiceId: service, messageType: type, ueServiceId: id } = body
  const registers = type === 'REG'
  if (service !== 'MSGin5G' || (!registers && type !== 'DEREG') || typeof id !== 'string' || !id) {
    return ['4.00', 'neither registration nor de-registration']
  }
  if (!provisioned.has(id)) return ['4.03', 'not a UE Service ID of mine']
  if (registers && !profileIsRight(body.msgin5gClientProfile)) return ['4.00', 'the Client Profile is not right']
  const before = profiles.has(id)
  if (registers) profiles.set(id, body.msgin5gClientProfile)
  else profiles.delete(id)
  writeRegistrations()
  if (registers) return [before ? '2.04' : '2.01', { registrationResult: 'success', ueServiceId: id }]
  return ['2.04', { deregistrationResult: before ? 'success' : 'failure', ueServiceId: id }]
}

function answerTo (request) {
  const has = (name) => request.options.some((option) => option.name === name)
  if (request.url.split('?')[0] !== '/msgin5g') return ['4.04', 'no such resource']
  if (request.method !== 'POST') return ['4.05', 'POST only']
  if (has('If-Match') || has('If-None-Match')) return ['4.12', 'the resource exists, and has no entity tag']
  if (has('Accept') && request.headers.Accept !== JSON_FORMAT) return ['4.06', 'JSON only']
  if (has('Content-Format') && request.headers['Content-Format'] !== JSON_FORMAT) return ['4.15', 'JSON only']
  const body = parse(request.payload)
  return body ? carryOut(body) : ['4.00', 'no JSON object']
}

const server = coap.createServer({ type: 'udp4' }, (request, response) => {
  const [code, body] = answerTo(request)
  response.code = code
  if (typeof body === 'object') response.setOption('Content-Format', JSON_FORMAT)
  response.end(typeof body === 'object' ? JSON.stringify(body) : body)
})
writeRegistrations()
server.listen(0, '127.0.0.1', () => console.log(`listening on coap://127.0.0.1:${server._sock.address().port}/msgin5g`))
process.on('SIGTERM', () => process.exit(0))
