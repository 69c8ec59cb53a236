/**
 * Writes, reads and deletes the record at `KEYS[1]`, which holds `ARGV[1]` meanwhile, and looks up which records the
 * server drops when it is full. Where there is a set of all keys (`ARGV[2]`), it does with that what every step does.
 */
export const check: string = `
if ARGV[2] then
  redis.call('SADD', ARGV[2], KEYS[1])
  redis.call('SRANDMEMBER', ARGV[2], 1)
  redis.call('EXISTS', KEYS[1])
  redis.call('SREM', ARGV[2], KEYS[1])
end
redis.call('TIME')
redis.call('SET', KEYS[1], ARGV[1], 'PX', '1000')
local kept = redis.call('GET', KEYS[1])
redis.call('DEL', KEYS[1])
-- Not every account may ask this.
local info = redis.pcall('INFO', 'memory')
local policy = type(info) == 'string' and info:match('maxmemory_policy:(%S+)') or nil
return cjson.encode({ kept = kept, policy = policy })
`;
