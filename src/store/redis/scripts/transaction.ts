/**
 * The start of every script: what `Transaction` is in TypeScript. Records are read at once and written at the end.
 * `KEYS` holds the records that are known beforehand, `ARGV` the prefix of all keys, the step as JSON (without nulls),
 * and, for adapters that keep one, the name of the set of all their keys.
 */
export const transaction = `
local prefix, input, index = ARGV[1], cjson.decode(ARGV[2]), ARGV[3]
local now = input.now
local entries, written, order = {}, {}, {}

local function get(key)
  local entry = entries[key]
  if entry == nil then
    local text = redis.call('GET', prefix .. key)
    entry = text and cjson.decode(text)
    entries[key] = entry
  end
  if entry and entry.x > now then return entry.v end
  return nil
end

local function write(key, entry)
  if not written[key] then order[#order + 1] = key end
  written[key] = true
  entries[key] = entry
end

local function set(key, value, expires_at)
  write(key, { v = value, x = expires_at })
end

local function delete(key)
  write(key, false)
end
`;

/**
 * The end of every script. A server without room refuses the first SET of a script, or none of them, so with these
 * before the deletions all is written or nothing. The server's own expiry only cleans up: `x` decides.
 */
export const commit = `
local function add_to_index(key)
  redis.call('SADD', index, key)
  -- Two are looked at for each that is added, so what has expired never outgrows what is there.
  for _, member in ipairs(redis.call('SRANDMEMBER', index, 2)) do
    if redis.call('EXISTS', member) == 0 then redis.call('SREM', index, member) end
  end
end

local result = step()
for _, key in ipairs(order) do
  local entry = entries[key]
  if entry then
    local lifetime = string.format('%.0f', math.max(1, math.ceil(entry.x - now)))
    redis.call('SET', prefix .. key, cjson.encode(entry), 'PX', lifetime)
    if index then add_to_index(prefix .. key) end
  end
end
for _, key in ipairs(order) do
  if not entries[key] then redis.call('DEL', prefix .. key) end
end
return cjson.encode(result)
`;
