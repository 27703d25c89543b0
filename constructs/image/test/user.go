package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// user is who a process runs as.
type user struct {
	uid, gid uint32
	groups   []uint32
	home     string
}

// findUser reads `user` or `user:group`, each a name or a number, as engines do: names are those of the
// image, and a user without a group has all groups of its account.
func findUser(text string) (user, error) {
	name, group, hasGroup := strings.Cut(text, ":")
	if name == "" {
		name = "0"
	}
	found := user{home: "/"}
	account := lookUp("/etc/passwd", name)
	id := name
	if account != nil {
		id, found.home = account[2], account[5]
	}
	uid, err := strconv.ParseUint(id, 10, 32)
	if err != nil {
		return found, fmt.Errorf("the image has no user %q", name)
	}
	found.uid = uint32(uid)
	if !hasGroup {
		if account != nil {
			gid, _ := strconv.ParseUint(account[3], 10, 32)
			found.gid, found.groups = uint32(gid), groupsOf(account[0])
		}
		return found, nil
	}
	if entry := lookUp("/etc/group", group); entry != nil {
		group = entry[2]
	}
	gid, err := strconv.ParseUint(group, 10, 32)
	if err != nil {
		return found, fmt.Errorf("the image has no group %q", group)
	}
	found.gid = uint32(gid)
	return found, nil
}

// lookUp finds an entry by its name, or its number, which is the third field.
func lookUp(file, name string) []string {
	for _, fields := range entries(file) {
		if fields[0] == name || fields[2] == name {
			return fields
		}
	}
	return nil
}

func groupsOf(name string) []uint32 {
	var groups []uint32
	for _, fields := range entries("/etc/group") {
		for _, member := range strings.Split(fields[3], ",") {
			if gid, err := strconv.ParseUint(fields[2], 10, 32); err == nil && member == name {
				groups = append(groups, uint32(gid))
			}
		}
	}
	return groups
}

func entries(file string) [][]string {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	least := 4
	if file == "/etc/passwd" {
		least = 7
	}
	var all [][]string
	for _, line := range strings.Split(string(text), "\n") {
		if fields := strings.Split(line, ":"); len(fields) >= least {
			all = append(all, fields)
		}
	}
	return all
}
