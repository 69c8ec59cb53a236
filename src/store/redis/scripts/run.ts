/**
 * What stands after the Lua of every step, by hand: it gives the step its records, and writes what it has written.
 *
 * `ARGV`: what the client puts before every key that it is given; the prefix of all keys, as it is given them; the
 * input as JSON (without nulls); when the time of the call is over, by the server's clock in milliseconds; the number
 * of the call and the key at which its answer is kept, both empty for clients that send nothing twice; and, for
 * adapters that keep one, the name of the set of all their keys. It answers with the server's clock, and, after a
 * space, with what the step has said; where the call came too late, with the clock alone.
 *
 * `KEYS` holds the records that are named beforehand. Those of sessions that a step finds through an account (at most
 * `maxSessions + maxCodes` each) cannot be declared, since nobody knows their names before: the hash tag has them on
 * the same node.
 *
 * A server without room refuses the first SET of a script, or none of them, so with these before the deletions all is
 * written or nothing. The server's own expiry only cleans up: `expiresAt` decides.
 */
export const run: string = `
local client_prefix, own_prefix = ARGV[1], ARGV[2]
local prefix = client_prefix .. own_prefix
local call = redis.call

local clock = call('TIME')
-- Seconds and microseconds, put together as text: to calculate and to write the result takes twice as long.
local stamp = clock[1] .. string.sub('00000' .. clock[2], -6, -4)
local time_left = ARGV[4] - stamp
-- Its caller has been refused, or is about to be: it does nothing any more.
if time_left <= 0 then return stamp end

local number, receipt = ARGV[5], ARGV[6]
if receipt ~= '' then
  local kept = call('GET', prefix .. receipt)
  -- The client sends it a second time: the first answer was lost.
  if kept and kept:sub(1, #number + 1) == number .. ' ' then return stamp .. kept:sub(#number + 1) end
end

local input = cjson.decode(ARGV[3])
local now = input.now
-- Of each record that was asked for or written: what it holds, false where there is none; and when it ends.
local values, ends = {}, {}
local written, order = {}, {}

local function write(name, value, expires_at)
  if not written[name] then order[#order + 1] = name end
  written[name] = true
  values[name], ends[name] = value, expires_at
end

local records = { now = now }

-- A record is read when it is asked for, once.
function records:get(name)
  local value = values[name]
  if value == nil then
    local text = call('GET', prefix .. name)
    local entry = text and cjson.decode(text)
    value = entry and entry.value
    values[name], ends[name] = value, entry and entry.expiresAt or nil
  end
  if value and ends[name] > now then return value end
  return nil
end

function records:endOf(name)
  return ends[name] or 0
end

function records:set(name, value, expires_at)
  write(name, value, expires_at)
end

function records:delete(name)
  write(name, false, nil)
end

local index = ARGV[7] and client_prefix .. ARGV[7]

-- Its members are keys as the client is given them.
local function add_to_index(name)
  call('SADD', index, own_prefix .. name)
  -- Two are looked at for each that is added, so what has expired never outgrows what is there.
  for _, member in ipairs(call('SRANDMEMBER', index, 2)) do
    if call('EXISTS', client_prefix .. member) == 0 then call('SREM', index, member) end
  end
end

-- As a text: the server takes longer than Lua to write a number.
local function keep(name, text, lifetime)
  call('SET', prefix .. name, text, 'PX', tostring(math.max(1, math.ceil(lifetime))))
  if index then add_to_index(name) end
end

local answer = step(records, input)
answer = cjson.encode(answer)
-- Longer than it can be needed: the few places for receipts are not to come and go in the index.
if receipt ~= '' then keep(receipt, number .. ' ' .. answer, math.max(time_left, 60000)) end
for i = 1, #order do
  local name = order[i]
  local value, expires_at = values[name], ends[name]
  if value then
    local text = '{"value":' .. cjson.encode(value) .. ',"expiresAt":' .. expires_at .. '}'
    keep(name, text, expires_at - now)
  end
end
for i = 1, #order do
  if not values[order[i]] then call('DEL', prefix .. order[i]) end
end
return stamp .. ' ' .. answer
`;
