# Trains a prepared run on two hosts, which are two namespaces of the network with a cable between them, and cuts that in the middle.
# two-hosts.sh SECONDS PYTHON TRAINER: after so many seconds the cable is mended; 0: never.
# To be run in namespaces of its own: unshare --user --map-root-user --net --mount sh two-hosts.sh …
set -eu
seconds=$1 python=$2 folder=${3%/train.py}
mount -t tmpfs none /run
for host in one two; do
	ip netns add $host
	ip -n $host link set lo up
done
ip link add cable1 type veth peer name cable2
ip link set cable1 netns one
ip link set cable2 netns two
ip -n one addr add 10.9.0.1/24 dev cable1
ip -n two addr add 10.9.0.2/24 dev cable2
ip -n one link set cable1 up
ip -n two link set cable2 up

start() {
	ip netns exec "$1" env OMP_NUM_THREADS=1 WORLD_SIZE=2 LOCAL_RANK=0 MASTER_ADDR=10.9.0.1 MASTER_PORT=29500 GLOO_SOCKET_IFNAME="$2" RANK="$3" "$python" "$folder/train.py"
}

start one cable1 0 > "$folder/said" 2>&1 &
first=$!
start two cable2 1 > /dev/null 2>&1 &
second=$!
until [ "$(wc -l < "$folder/events.jsonl")" -gt 100 ]; do
	sleep 0.1
	kill -0 $first
done
ip -n one link set cable1 down
before=$(wc -l < "$folder/events.jsonl")
if [ "$seconds" != 0 ]; then
	sleep "$seconds"
	# One that goes on without the other would not be one training.
	[ "$(wc -l < "$folder/events.jsonl")" -lt $((before + 500)) ]
	ip -n one link set cable1 up
fi
code=0
wait $first || code=$?
wait $second || true
cat "$folder/said"
exit $code
