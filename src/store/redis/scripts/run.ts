/**
 * What stands after the Lua of every step, by hand: it gives the step its records, and writes what it has written.
 * `ARGV` holds the prefix of all keys, the input as JSON (without nulls), and, for adapters that keep one, the name of
 * the set of all their keys. `KEYS` holds the records that are named beforehand. Those of sessions that a step finds
 * through an account (at most `maxSessions` each) cannot be declared, since nobody knows their names before: the hash
 * tag has them on the same node.
 *
 * A server without room refuses the first SET of a script, or none of them, so with these before the deletions all is
 * written or nothing. The server's own expiry only cleans up: `x` decides.
 */
export const run: string = `
local prefix, input, index = ARGV[1], cjson.decode(ARGV[2]), ARGV[3]
local now, call = input.now, redis.call
local entries, written, order = {}, {}, {}

local function write(key, entry)
  if not written[key] then order[#order + 1] = key end
  written[key] = true
  entries[key] = entry
end

local records = { now = now }

-- A record is read when it is asked for, once.
function records:get(key)
  local entry = entries[key]
  if entry == nil then
    local text = call('GET', prefix .. key)
    entry = text and cjson.decode(text)
    entries[key] = entry
  end
  if entry and entry.x > now then return entry.v end
  return nil
end

function records:set(key, value, expires_at)
  write(key, { v = value, x = expires_at })
end

function records:delete(key)
  write(key, false)
end

local function add_to_index(key)
  redis.call('SADD', index, key)
  -- Two are looked at for each that is added, so what has expired never outgrows what is there.
  for _, member in ipairs(redis.call('SRANDMEMBER', index, 2)) do
    if redis.call('EXISTS', member) == 0 then redis.call('SREM', index, member) end
  end
end

local answer = step(records, input)
for i = 1, #order do
  local key = order[i]
  local entry = entries[key]
  if entry then
    call('SET', prefix .. key, cjson.encode(entry), 'PX', math.max(1, math.ceil(entry.x - now)))
    if index then add_to_index(prefix .. key) end
  end
end
for i = 1, #order do
  if not entries[order[i]] then call('DEL', prefix .. order[i]) end
end
return cjson.encode(answer)
`;
