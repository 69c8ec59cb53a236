/** Writes, reads and deletes a record, and looks up which records the server drops when it is full. */
export const check = `
local function step()
  local key = prefix .. 'probe:' .. input.probe
  redis.call('SET', key, input.probe, 'PX', '1000')
  local kept = redis.call('GET', key)
  redis.call('DEL', key)
  -- Not every account may ask this.
  local info = redis.pcall('INFO', 'memory')
  return { kept = kept, policy = type(info) == 'string' and info:match('maxmemory_policy:(%S+)') or nil }
end
`;
